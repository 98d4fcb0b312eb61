import { getJson, isAbort } from '../api/client';
import type { Cause, Diff, Entry, Revision } from '../api/types';
import type { Context } from '../context';
import { el, fill } from '../dom/el';
import { changeTable, summarizeChanges } from '../entry/changes';
import { sourceLine } from '../entry/claims';
import { entryLink } from '../entry/row';
import { statusBadge } from '../entry/status';
import { FilterBar } from '../filters/bar';
import { citation } from '../share/cite';
import { menu } from '../share/menu';
import type { Place } from '../state/place';
import { withQuery } from '../state/question';
import { formatKnown, formatReported, formatShortDay, plural } from '../time/format';
import { day, parseInstant, toParameter, type Micros } from '../time/instant';
import { describeOccurred } from '../time/occurred';
import { eventWord, kindWord } from '../words';
import { PeriodForm } from './period';
import { problemPanel } from './problem';
import type { View } from './view';

const mostPages = 20;

/** `/changes`: what was learned, revised and withdrawn between two knowledge times, and why. */
export class ChangesView implements View {
  readonly element: HTMLElement;
  readonly title = 'What did we learn?';
  private readonly filters: FilterBar;
  private readonly period: PeriodForm;
  private readonly result = el('div', { class: 'diff', 'aria-live': 'polite' });
  private readonly stop: () => void;
  private aborter = new AbortController();
  private asked = '';
  /** Under `/api/`: what is shown, pinned. */
  private citable = 'timeline/diff';

  constructor(private readonly context: Context, private place: Place) {
    this.filters = new FilterBar(context);
    this.period = new PeriodForm((from, to) => context.navigation.go({ from, to }));
    this.element = el('div', { class: 'view changes-view' },
      el('header', { class: 'changes-head' }, el('h1', {}, 'What did we learn?'), el('p', { class: 'lead' }, 'What was learned, revised and withdrawn between two dates of knowledge, and by whose word.'), this.period.element),
      el('div', { class: 'bar' }, this.filters.element, el('div', { class: 'tools' }, menu('Cite', 'quote', () => [citation(this.citable)]))), this.result);
    this.stop = context.store.listen({ onRecord: () => this.onRecord() });
    this.update(place);
  }

  update(place: Place): void {
    this.place = place;
    this.filters.show();
    this.context.store.ask(place.question);
    this.onRecord();
  }

  rename(): void {
    this.asked = '';
    this.onRecord();
  }

  destroy(): void {
    this.aborter.abort();
    this.stop();
  }

  /** Without dates of its own it begins with the last thirty days before the newest. */
  private onRecord(): void {
    const { store } = this.context;
    document.documentElement.dataset['state'] = store.phase;
    if (store.phase === 'failed' && this.place.from === null) fill(this.result, problemPanel(store.error, () => store.reload()));
    if (store.phase !== 'ready' && (this.place.from === null || this.place.to === null)) return;
    const to = this.place.to ?? toParameter(store.end);
    const from = this.place.from ?? toParameter(Math.max(store.start, store.end - 30 * day));
    this.period.show(from, to, store);
    void this.fetch(from, to);
  }

  private async fetch(from: string, to: string): Promise<void> {
    const query = new URLSearchParams(this.place.question.filters);
    const basis = this.place.question.get('basis');
    const edition = this.place.question.get('edition');
    for (const [name, value] of Object.entries({ from, to, limit: '500', ...(basis ? { fromBasis: basis, toBasis: basis } : {}), ...(edition ? { edition } : {}) })) query.set(name, value);
    if (query.toString() === this.asked) return;
    this.asked = query.toString();
    this.aborter.abort();
    const aborter = (this.aborter = new AbortController());
    this.result.setAttribute('aria-busy', 'true');
    if (!this.result.firstChild) fill(this.result, el('p', { class: 'loading' }, 'Comparing …'));
    try {
      const diff = await collect(withQuery('/api/timeline/diff', this.asked), aborter.signal);
      this.citable = diff.permalink.replace('/api/', '');
      fill(this.result, ...this.describe(diff));
    } catch (error) {
      if (isAbort(error)) return;
      this.asked = '';
      fill(this.result, problemPanel(error, () => this.onRecord()));
    }
    this.result.setAttribute('aria-busy', 'false');
  }

  private describe(diff: Diff): HTMLElement[] {
    const [from, to] = [parseInstant(diff.from.knownAt), parseInstant(diff.to.knownAt)];
    const total = diff.learned.length + diff.revised.length + diff.withdrawn.length;
    return [
      el('p', { class: 'summary-line' }, describeSpan(from, to), total === 0 ? 'nothing changed.' : el('b', {}, sumUp(diff))),
      // What changes a picture comes before what adds to it.
      ...this.group('Withdrawn', 'withdrawn', diff.withdrawn, (entry) => this.entryItem(entry, diff.because[entry.id] ?? [])),
      ...this.group('Revised', 'revised', diff.revised, (revision) => this.revisionItem(revision)),
      ...this.group('Learned', 'learned', diff.learned.toSorted(newestFirst), (entry) => this.entryItem(entry, diff.because[entry.id] ?? [])),
    ];
  }

  private group<T>(title: string, name: string, items: T[], toItem: (item: T) => HTMLElement): HTMLElement[] {
    if (items.length === 0) return [];
    return [el('section', { class: `diff-group is-${name}`, 'aria-labelledby': `group-${name}` }, el('h2', { id: `group-${name}` }, title, el('span', { class: 'count' }, String(items.length))), el('ul', {}, ...items.map(toItem)))];
  }

  private entryItem(entry: Entry, because: Cause[]): HTMLElement {
    return el('li', {},
      el('div', {},
        el('p', { class: 'kicker' }, el('span', { class: 'kind' }, kindWord(entry.kind)), statusBadge(entry.status), el('span', { class: 'soft' }, describeOccurred(entry.occurred, true))),
        el('h3', {}, this.link(entry))),
      el('div', {}, causes(because, this.context)));
  }

  private revisionItem(revision: Revision): HTMLElement {
    return el('li', {},
      el('div', {},
        el('p', { class: 'kicker' }, el('span', { class: 'kind' }, kindWord(revision.after.kind)), statusBadge(revision.after.status), el('span', { class: 'soft' }, summarizeChanges(revision.changes))),
        el('h3', {}, this.link(revision.after))),
      el('div', {}, changeTable(revision.changes), causes(revision.because, this.context)));
  }

  private link(entry: Entry): HTMLElement {
    return el('a', { href: entryLink(entry.id) }, entry.headline);
  }
}

function causes(because: readonly Cause[], context: Context): HTMLElement {
  return el('ul', { class: 'causes' }, ...because.map((cause) => el('li', {},
    el('b', {}, eventWord(cause.type)),
    cause.by ? ` by ${context.names.of(cause.by)}` : cause.actor ? `: ${context.names.of(cause.actor)}` : '',
    cause.reportedAt ? ` ${formatReported({ reportedAt: cause.reportedAt, ...(cause.reportedOn ? { reportedOn: cause.reportedOn } : {}) }, true)}` : ` ${formatShortDay(parseInstant(cause.recordedAt))}`,
    cause.source ? ', ' : '', cause.source ? sourceLine(cause.source) : null,
    cause.reason ? el('q', {}, cause.reason) : null)));
}

/** All pages of a comparison, or of a very long one the first ten thousand. */
async function collect(url: string, signal: AbortSignal): Promise<Diff> {
  const diff = await getJson<Diff>(url, signal);
  let next = diff.next;
  for (let page = 1; next && page < mostPages; page++) {
    const more: Diff = await getJson<Diff>(next, signal);
    diff.learned.push(...more.learned);
    diff.revised.push(...more.revised);
    diff.withdrawn.push(...more.withdrawn);
    Object.assign(diff.because, more.because);
    next = more.next;
  }
  return diff;
}

const newestFirst = (a: Entry, b: Entry): number => (a.revisedAt < b.revisedAt ? 1 : a.revisedAt > b.revisedAt ? -1 : 0);

const describeSpan = (from: Micros, to: Micros): string => (from <= to ? `Between ${formatKnown(from)} and ${formatKnown(to)}, ` : `Back from ${formatKnown(from)} to ${formatKnown(to)}, `);

function sumUp(diff: Diff): string {
  const parts = [
    diff.learned.length > 0 ? `${plural(diff.learned.length, 'development')} became known` : '',
    diff.revised.length > 0 ? `${diff.revised.length} ${diff.revised.length === 1 ? 'was' : 'were'} revised` : '',
    diff.withdrawn.length > 0 ? `${diff.withdrawn.length} ${diff.withdrawn.length === 1 ? 'was' : 'were'} withdrawn` : '',
  ].filter((part) => part !== '');
  return `${parts.length > 1 ? `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}` : parts[0]}.`;
}
