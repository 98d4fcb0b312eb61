import type { Context } from '../context';
import { el, fill, setText } from '../dom/el';
import type { Version } from '../knowledge/record';
import { formatMonth, formatNumber, formatWeekday } from '../time/format';
import { formatInstant } from '../time/instant';
import { entryRow } from './row';

/** `null`: the newest change first. */
export type Order = 'asc' | 'desc' | null;

const page = 40;
/** On paper nobody can ask for more. */
const onPaper = 1000;

/** The entries as of the knowledge time: what the axis shows, for reading. Rows are made once a version, and only moved after. */
export class EntryList {
  readonly element: HTMLElement;
  private readonly list = el('ol', { class: 'entries' });
  private readonly more = el('button', { type: 'button', class: 'quiet more', onclick: () => this.showMore() });
  private rows = new WeakMap<Version, HTMLLIElement>();
  private readonly headings = new WeakMap<Version, HTMLElement>();
  private limit = page;

  constructor(private readonly context: Context) {
    this.element = el('div', { class: 'entry-list' }, this.list, this.more);
  }

  /** Another record, or another order: begins with the first page again. */
  reset(): void {
    this.limit = page;
  }

  /** For printing. */
  unfold(): void {
    this.limit = Math.max(this.limit, onPaper);
    this.onMore?.();
  }

  /** Actors have other names: all rows are made anew. */
  forget(): void {
    this.rows = new WeakMap();
  }

  show(order: Order): void {
    const { store } = this.context;
    const total = store.record.totalAt(store.at);
    const wanted: HTMLLIElement[] = [];
    let group = '';
    for (const version of order === null ? store.record.recent(store.at) : store.record.byDate(store.at, order === 'desc')) {
      if (wanted.length >= this.limit) break;
      const title = order === null ? formatWeekday(version.from) : Number.isNaN(version.start) ? 'Without a date' : formatMonth(version.start * 1000);
      wanted.push(this.rowOf(version, title === group ? null : title, order));
      group = title;
    }
    arrange(this.list, wanted);
    const rest = total - wanted.length;
    this.more.hidden = rest <= 0;
    setText(this.more, `Show ${formatNumber(Math.min(rest, page))} more of ${formatNumber(rest)}`);
    this.mark();
  }

  /** Tells which row's entry is open. */
  mark(): void {
    const open = this.context.navigation.current.display.entry;
    for (const link of this.list.querySelectorAll('[aria-current]')) link.removeAttribute('aria-current');
    if (open) this.list.querySelector(`[data-id="${CSS.escape(open)}"] .cover`)?.setAttribute('aria-current', 'true');
  }

  private rowOf(version: Version, title: string | null, order: Order): HTMLLIElement {
    let row = this.rows.get(version);
    if (!row) {
      const heading = el('h2', { class: 'day' });
      row = el('li', {}, heading, entryRow(version, this.context));
      this.rows.set(version, row);
      this.headings.set(version, heading);
    }
    const heading = this.headings.get(version)!;
    heading.hidden = title === null;
    if (title !== null && heading.dataset['of'] !== title) {
      heading.dataset['of'] = title;
      fill(heading, order === null ? el('time', { datetime: formatInstant(version.from).slice(0, 10) }, title) : title);
    }
    return row;
  }

  private showMore(): void {
    const last = this.list.lastElementChild;
    this.limit += page;
    this.onMore?.();
    // Reading goes on with the first that was added.
    last?.nextElementSibling?.querySelector<HTMLElement>('.cover')?.focus();
  }

  /** Asked for when another page is wanted. */
  onMore?: () => void;
}

/** Puts the wanted elements in order with as few moves as is simple. */
function arrange(list: HTMLElement, wanted: HTMLElement[]): void {
  const keep = new Set(wanted);
  for (const child of [...list.children]) {
    if (!keep.has(child as HTMLElement)) child.remove();
  }
  wanted.forEach((element, at) => {
    const present = list.children[at] ?? null;
    if (present !== element) list.insertBefore(element, present);
  });
}
