import { el, fill } from '../dom/el';
import type { KnowledgeStore } from '../knowledge/store';
import { day, endOfDay, formatInstant, fromParameter, toParameter, type Micros } from '../time/instant';

/** Two dates to compare, and shorter ways to usual ones. */
export class PeriodForm {
  readonly element: HTMLElement;
  private readonly from = dateField();
  private readonly to = dateField();
  private readonly presets = el('div', { class: 'presets', role: 'group', 'aria-label': 'Usual periods' });

  constructor(private readonly choose: (from: string, to: string) => void) {
    this.element = el('form', { class: 'period', onsubmit: (event) => this.submit(event) },
      el('label', {}, 'From', this.from), el('label', {}, 'To', this.to), el('button', { type: 'submit', class: 'primary' }, 'Compare'), this.presets);
  }

  show(from: string, to: string, { record, end }: KnowledgeStore): void {
    this.from.value = dayOf(from);
    this.to.value = dayOf(to);
    if (record.moments.length === 0) return;
    const preset = (words: string, since: Micros) => el('button', { type: 'button', class: 'quiet', onclick: () => this.choose(toParameter(endOfDay(since)), toParameter(end)) }, words);
    fill(this.presets, preset('Last 7 days', end - 7 * day), preset('Last 30 days', end - 30 * day), preset('Last year', end - 365 * day), preset('Since the beginning', record.first - day));
  }

  private submit(event: Event): void {
    event.preventDefault();
    if (this.from.value && this.to.value) this.choose(this.from.value, this.to.value);
  }
}

const dateField = (): HTMLInputElement => el('input', { type: 'date', required: true, min: '0001-01-01', max: '9999-12-31' });

function dayOf(parameter: string): string {
  const at = fromParameter(parameter);
  return at === null ? '' : formatInstant(at).slice(0, 10);
}
