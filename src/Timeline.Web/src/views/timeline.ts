import type { Axis } from '../axis/axis';
import { divisions, divisionWords } from '../axis/lanes';
import type { Context } from '../context';
import { el } from '../dom/el';
import { icon, type IconName } from '../dom/icon';
import { EntryList, type Order } from '../entry/list';
import { FilterBar } from '../filters/bar';
import { citation } from '../share/cite';
import { downloads } from '../share/download';
import { menu } from '../share/menu';
import { permalink, pinnedPlace } from '../share/permalink';
import type { Place } from '../state/place';
import { withQuery } from '../state/question';
import { KnownView } from './known';
import { SideBySide } from './side';
import type { View } from './view';

/** `/`: the slider, the axis and the list. */
export class TimelineView implements View {
  readonly element: HTMLElement;
  readonly title = 'What was known, and when?';
  private readonly known: KnownView;
  private readonly filters: FilterBar;
  private readonly list: EntryList;
  private readonly side: SideBySide;
  private readonly axisPlace = el('div', { class: 'axis', 'aria-hidden': 'true' });
  private readonly order = el('select', { 'aria-label': 'Order of the list', onchange: () => this.reorder() }, option('', 'Newest change first'), option('desc', 'Latest event first'), option('asc', 'Earliest event first'));
  private readonly lanes = el('select', { 'aria-label': 'Lanes of the axis', onchange: () => this.relane() }, ...divisions.map((name) => option(name, divisionWords[name]!)));
  private axis: Axis | null = null;
  private axisClass: typeof Axis | null = null;
  private isGone = false;

  constructor(private readonly context: Context, private place: Place) {
    this.filters = new FilterBar(context);
    this.list = new EntryList(context);
    this.list.onMore = () => this.list.show(this.orderOf());
    this.side = new SideBySide(context);
    const content = el('div', { class: 'content' },
      el('section', { class: 'axis-card', 'aria-label': 'When it happened' }, el('div', { class: 'card-head' }, el('h2', {}, 'When it happened'), this.lanes, this.axisTools()), this.axisPlace),
      el('div', { class: 'columns' },
        el('section', { class: 'reading', 'aria-label': 'Developments' }, el('div', { class: 'card-head' }, el('h2', {}, 'What was known'), this.order), this.list.element),
        this.side.element));
    this.known = new KnownView(context, { past: 'What was known on', now: 'What is known, as of' }, { onRecord: () => this.onRecord(), onTime: () => this.onTime(), onPrint: () => this.list.unfold() }, content);
    this.element = el('div', { class: 'view timeline-view' }, this.known.top, el('div', { class: 'bar' }, this.filters.element, this.tools()), this.known.state, content);
    this.update(place);
    void this.loadAxis();
  }

  update(place: Place): void {
    const isOther = place.question.filters !== this.place.question.filters;
    const isRedrawn = place.display.lanes !== this.place.display.lanes;
    this.place = place;
    this.order.value = this.orderOf() ?? '';
    this.lanes.value = this.lanesOf();
    this.filters.show();
    this.context.store.ask(place.question);
    if (isOther) this.list.reset();
    if (isRedrawn) this.onRecord();
    this.list.mark();
  }

  rename(): void {
    this.list.forget();
    this.filters.show();
    this.onRecord();
    this.onTime();
  }

  destroy(): void {
    this.isGone = true;
    this.side.showSoon.cancel();
    this.known.destroy();
    this.axis?.destroy();
  }

  private onRecord(): void {
    const { store } = this.context;
    if (store.record.moments.length === 0) {
      // Hidden, it could measure nothing.
      this.axis?.destroy();
      this.axis = null;
    }
    if (store.phase !== 'ready' || store.record.moments.length === 0 || !this.axisClass) return;
    this.axis ??= new this.axisClass(this.axisPlace, this.context, (id) => this.open(id));
    this.axis.redraw(this.lanesOf());
    if (!('axis' in document.documentElement.dataset)) performance.mark('timeline:axis');
    document.documentElement.dataset['axis'] = 'ready';
  }

  private onTime(): void {
    this.list.show(this.orderOf());
    this.axis?.show();
    this.side.showSoon();
  }

  /** The axis is a script of its own, fetched when the rest stands. */
  private async loadAxis(): Promise<void> {
    this.axisClass = (await import('../axis/axis')).Axis;
    if (!this.isGone) this.onRecord();
  }

  private open(id: string): void {
    const { navigation } = this.context;
    navigation.go({ display: { ...navigation.current.display, entry: id } });
  }

  private tools(): HTMLElement {
    const { navigation, store } = this.context;
    return el('div', { class: 'tools' },
      menu('Permalink', 'link', () => [permalink(navigation.current, store)]),
      menu('Cite', 'quote', () => [citation(withQuery('timeline', pinnedPlace(navigation.current, store).question.toString()))]),
      menu('Download', 'download', () => [downloads(navigation.current.question)]));
  }

  private axisTools(): HTMLElement {
    const tool = (words: string, sign: IconName, act: () => void) => el('button', { type: 'button', class: 'round small', title: words, onclick: act }, icon(sign), el('span', { class: 'unseen' }, words));
    return el('div', { class: 'axis-tools', role: 'group', 'aria-label': 'Zoom' },
      tool('Earlier', 'previous', () => this.axis?.pan(-0.4)), tool('Later', 'next', () => this.axis?.pan(0.4)),
      tool('Zoom out', 'minus', () => this.axis?.zoom(2)), tool('Zoom in', 'plus', () => this.axis?.zoom(0.5)), tool('Show all', 'fit', () => this.axis?.fit(true)));
  }

  private orderOf(): Order {
    const order = this.context.navigation.current.question.get('order');
    return order === 'asc' || order === 'desc' ? order : null;
  }

  private lanesOf(): string {
    const named = this.context.navigation.current.display.lanes;
    return named && (divisions as readonly string[]).includes(named) ? named : 'none';
  }

  private reorder(): void {
    const { navigation } = this.context;
    this.list.reset();
    navigation.note({ question: navigation.current.question.with('order', this.order.value) });
    this.list.show(this.orderOf());
  }

  private relane(): void {
    const { navigation } = this.context;
    navigation.note({ display: { ...navigation.current.display, lanes: this.lanes.value } });
    this.axis?.redraw(this.lanesOf());
  }
}

const option = (value: string, words: string): HTMLElement => el('option', { value }, words);
