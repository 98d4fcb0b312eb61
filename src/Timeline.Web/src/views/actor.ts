import { MeasureChart } from '../actor/chart';
import { getJson, isAbort, Refused } from '../api/client';
import type { ActorState, Entry, Measure } from '../api/types';
import type { Context } from '../context';
import { el, fill } from '../dom/el';
import { whenCalm } from '../dom/frame';
import { EntryList } from '../entry/list';
import { entryLink } from '../entry/row';
import { statusBadge } from '../entry/status';
import { FilterBar } from '../filters/bar';
import { citation } from '../share/cite';
import { menu } from '../share/menu';
import { permalink } from '../share/permalink';
import { actorPath, formatPlace, type Place } from '../state/place';
import { withQuery, type Question } from '../state/question';
import { formatNumber } from '../time/format';
import { toParameter } from '../time/instant';
import { describeOccurred } from '../time/occurred';
import { kindWord, measureWord } from '../words';
import { KnownView } from './known';
import { problemPanel } from './problem';
import type { View } from './view';

const mostCharts = 6;

/** `/actors/{id}`: where an actor stands as of the knowledge time. */
export class ActorView implements View {
  readonly element: HTMLElement;
  private readonly known: KnownView;
  private readonly filters: FilterBar;
  private readonly list: EntryList;
  private readonly head = el('header', { class: 'actor-head' });
  private readonly facts = el('div', { class: 'actor-facts' });
  private readonly charts = el('div', { class: 'charts' });
  private readonly refetch = whenCalm(180, () => void this.fetchState());
  private drawn = new Map<string, MeasureChart>();
  private aborter = new AbortController();
  private charted = '';

  constructor(private readonly context: Context, private place: Place) {
    this.filters = new FilterBar(context, 'actor');
    this.list = new EntryList(context);
    this.list.onMore = () => this.list.show(null);
    const content = el('div', { class: 'content' }, this.facts, this.charts, el('section', { class: 'reading', 'aria-label': 'Developments' }, el('div', { class: 'card-head' }, el('h2', {}, 'As it became known')), this.list.element));
    this.known = new KnownView(context, { past: 'What was known on', now: 'What is known, as of' }, { onRecord: () => undefined, onTime: () => this.onTime(), onPrint: () => this.list.unfold() }, content);
    this.element = el('div', { class: 'view actor-view' }, this.head, this.known.top, el('div', { class: 'bar' }, this.filters.element, this.tools()), this.known.state, content);
    this.showHead(null);
    this.update(place);
  }

  get title(): string {
    return this.context.names.of(this.place.actor!);
  }

  update(place: Place): void {
    this.place = place;
    this.filters.show();
    this.context.store.ask(this.asked(place.question));
    this.list.mark();
    this.refetch();
  }

  rename(): void {
    this.list.forget();
    this.showHead(null);
    this.filters.show();
    this.onTime();
  }

  destroy(): void {
    this.refetch.cancel();
    this.aborter.abort();
    this.known.destroy();
  }

  private asked(question: Question): Question {
    return question.with('actor', this.place.actor!);
  }

  private onTime(): void {
    this.list.show(null);
    for (const chart of this.drawn.values()) chart.show(this.context.store.at);
    if (this.context.store.phase === 'ready') this.refetch();
  }

  private tools(): HTMLElement {
    const { navigation, store } = this.context;
    return el('div', { class: 'tools' },
      menu('Permalink', 'link', () => [permalink(navigation.current, store)]),
      menu('Cite', 'quote', () => [citation(this.path())]));
  }

  /** Without the filters, which the API's answer for an actor does not take. */
  private path(): string {
    const { store } = this.context;
    const pin = new URLSearchParams({ knownAt: toParameter(store.at) });
    if (store.pin) pin.set('basis', String(store.pin.basis));
    if (store.pin) pin.set('edition', store.pin.edition);
    return withQuery(`actors/${encodeURIComponent(this.place.actor!)}`, pin.toString());
  }

  private async fetchState(): Promise<void> {
    this.aborter.abort();
    const aborter = (this.aborter = new AbortController());
    if (this.context.store.phase !== 'ready') return;
    this.facts.setAttribute('aria-busy', 'true');
    try {
      const state = await getJson<ActorState>(`/api/${this.path()}`, aborter.signal);
      this.showHead(state);
      this.showFacts(state);
      await this.draw(state, aborter.signal);
    } catch (error) {
      if (isAbort(error)) return;
      fill(this.facts, error instanceof Refused && error.problem.status !== 404 ? problemPanel(error, () => this.refetch()) : null);
    }
    this.facts.setAttribute('aria-busy', 'false');
  }

  private showHead(state: ActorState | null): void {
    const actor = state ?? this.context.names.get(this.place.actor!);
    fill(this.head, el('p', { class: 'kicker' }, el('a', { href: this.timelineLink() }, 'Timeline'), ' / ', el('span', {}, actor?.kind ?? 'actor')),
      el('p', { class: 'actor-name' }, actor?.name ?? this.place.actor!),
      actor && actor.aliases.length > 0 ? el('p', { class: 'soft' }, `Also ${actor.aliases.join(', ')}`) : null);
  }

  private timelineLink(): string {
    return formatPlace({ ...this.place, view: 'timeline', actor: null, question: this.asked(this.place.question), display: { entry: null, lanes: null } });
  }

  private showFacts(state: ActorState): void {
    const { names } = this.context;
    fill(this.facts,
      fact('By kind', bars(Object.entries(state.counts).map(([kind, count]) => ({ words: kindWord(kind), count, href: null, latest: state.latest[kind] })))),
      fact('Counterparts', bars(state.counterparts.slice(0, 8).map(({ actor, count }) => ({ words: names.of(actor), count, href: actorPath(actor) })))),
      fact('Treaties', state.treaties.length > 0 ? entryLines(state.treaties) : el('p', { class: 'soft' }, 'None is known.')));
  }

  /** The series of all its measures as of now, once; the slider only hides what was not told yet. */
  private async draw(state: ActorState, signal: AbortSignal): Promise<void> {
    const counts = new Map<string, number>();
    for (const group of state.figures) counts.set(group.measure, (counts.get(group.measure) ?? 0) + group.count);
    const measures = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, mostCharts).map(([measure]) => measure);
    const key = `${this.place.actor}|${this.context.store.pin?.basis}|${measures.join('|')}`;
    if (key === this.charted) return;
    const { pin } = this.context.store;
    const query = new URLSearchParams({ actor: this.place.actor!, ...(pin ? { basis: String(pin.basis), edition: pin.edition } : {}) });
    const answers = await Promise.all(measures.map((measure) => getJson<Measure>(withQuery(`/api/measures/${encodeURIComponent(measure)}`, query.toString()), signal)));
    this.charted = key;
    this.drawn = new Map(answers.flatMap((answer) => [...new Set(answer.items.map((claim) => claim.unit))].map((unit) => [`${answer.measure}|${unit}`, new MeasureChart(answer.measure, unit, answer.items.filter((claim) => claim.unit === unit))] as const)));
    fill(this.charts, this.drawn.size > 0 && el('h2', {}, 'Figures, by who claims them'), el('div', { class: 'chart-grid' }, ...[...this.drawn.values()].map((chart) => chart.element)),
      counts.size > mostCharts ? el('p', { class: 'soft' }, `Also told of: ${[...counts.keys()].filter((measure) => !measures.includes(measure)).map((measure) => measureWord(measure).toLowerCase()).join(', ')}.`) : null);
    for (const chart of this.drawn.values()) chart.show(this.context.store.at);
  }
}

const fact = (title: string, content: HTMLElement): HTMLElement => el('section', { class: 'fact' }, el('h2', {}, title), content);

function bars(rows: { words: string; count: number; href: string | null; latest?: Entry | undefined }[]): HTMLElement {
  const most = Math.max(1, ...rows.map((row) => row.count));
  return el('ul', { class: 'bars' }, ...rows.sort((a, b) => b.count - a.count).map((row) => {
    const length = el('i', { 'aria-hidden': 'true' });
    length.style.width = `${(row.count / most) * 100}%`;
    return el('li', {}, row.href ? el('a', { href: row.href }, row.words) : el('span', {}, row.words), el('b', {}, formatNumber(row.count)), length,
      row.latest ? el('p', {}, 'Latest: ', el('a', { href: entryLink(row.latest.id) }, row.latest.headline), el('span', { class: 'soft' }, `, ${describeOccurred(row.latest.occurred, true)}`)) : null);
  }));
}

const entryLines = (entries: Entry[]): HTMLElement => el('ul', { class: 'lines' }, ...entries.slice(0, 9).map((entry) => el('li', {}, el('a', { href: entryLink(entry.id) }, entry.headline), el('p', {}, el('span', { class: 'soft' }, describeOccurred(entry.occurred, true)), statusBadge(entry.status)))));
