import type { Context } from '../context';
import { el, fill, setText } from '../dom/el';
import { formatClock, formatDay, formatNumber, formatShortDay, plural } from '../time/format';
import { momentParts } from './moment';

/** What is shown, in a sentence whose date moves with the slider. */
export class Headline {
  readonly element: HTMLElement;
  private readonly lead = el('span', { class: 'lead' });
  private readonly date = el('span', { class: 'known-date' });
  private readonly clock = el('span', { class: 'known-clock' });
  private readonly total = el('b', {});
  private readonly disputed = el('b', {});
  private readonly corroborated = el('b', {});
  private readonly latest = el('p', { class: 'latest' });

  constructor(private readonly context: Context, private readonly words: { past: string; now: string }) {
    this.element = el('div', { class: 'headline' },
      el('h1', {}, this.lead, ' ', this.date, this.clock),
      el('ul', { class: 'totals' },
        el('li', {}, this.total, ' developments'), el('li', { class: 'is-corroborated' }, this.corroborated, ' corroborated'), el('li', { class: 'is-disputed' }, this.disputed, ' disputed')),
      this.latest);
  }

  show(): void {
    const { store } = this.context;
    const moment = store.record.moments[store.record.momentAt(store.at)];
    const isEmpty = store.record.moments.length === 0;
    setText(this.lead, store.isNow ? this.words.now : this.words.past);
    setText(this.date, isEmpty ? '' : formatDay(store.at));
    setText(this.clock, isEmpty ? '' : formatClock(store.at));
    setText(this.total, formatNumber(moment?.total ?? 0));
    setText(this.corroborated, formatNumber(moment?.byStatus.corroborated ?? 0));
    setText(this.disputed, formatNumber(moment?.byStatus.disputed ?? 0));
    if (!moment) {
      setText(this.latest, isEmpty ? '' : 'Nothing was known yet.');
      return;
    }
    fill(this.latest, `Latest change ${formatShortDay(moment.at)}: `, ...momentParts(moment));
  }
}

export const loadedWords = (changes: number): string => `Reading how it became known … ${plural(changes, 'change')} so far`;
