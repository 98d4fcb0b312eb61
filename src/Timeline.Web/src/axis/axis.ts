import type { Context } from '../context';
import { el } from '../dom/el';
import { wantsLessMotion, whenCalm } from '../dom/frame';
import { division } from './lanes';
import { layOut, type Layout, type Mark } from './layout';
import { MarkView } from './mark';
import { textMeasure } from './measure';
import { axisOptions } from './options';
import { rowId, rowsOf, shareRoom } from './rows';
import { DataSet, moment, Timeline, type VisTimeline } from './vis';
import { mainWindow, rowsFor, wholeWindow, type TimeWindow } from './window';

interface Item {
  id: string;
  group: string;
  start: number;
  end?: number;
  type: 'point' | 'range';
  mark: Mark;
}

interface Group {
  id: string;
  content: HTMLElement;
  className: string;
  order: number;
}

const cursor = 'knowledge-time';
/** Shorter spans are drawn as dots. */
const leastSpan = 14;
const fewEnough = 30;
/** In milliseconds: no zooming takes apart what lies nearer. */
const closest = 60_000;

/**
 * What was known, on an axis of when it happened. vis-timeline has the scale, panning and pinching; where things stand is ours, and it only ever
 * gets what lies near the part that is looked at.
 */
export class Axis {
  private readonly items = new DataSet<Item>();
  private readonly groups = new DataSet<Group>();
  private readonly timeline: VisTimeline;
  private readonly widthOf = textMeasure('14px "Source Sans 3", system-ui, sans-serif', 220);
  private views = new Map<string, MarkView>();
  /** What is near, row by row from left to right. */
  private rows: MarkView[][] = [];
  private layout: Layout = { lanes: new Map(), marks: [] };
  private scale = 0;
  private lanes = '';
  private record: unknown = null;
  /** Lanes that show what would be gathered in clusters. */
  private readonly expanded = new Set<string>();
  private readonly calm = whenCalm(400, () => this.container.classList.remove('quick'));
  private readonly settle = whenCalm(120, () => this.arrange());

  /** @param open Opens what was chosen. */
  constructor(private readonly container: HTMLElement, private readonly context: Context, private readonly open: (id: string) => void) {
    this.record = context.store.record;
    const window = mainWindow(context.store.record.versions);
    this.timeline = new Timeline(container, this.items as never, this.groups as never, {
      ...axisOptions,
      start: window.start,
      end: window.end,
      moment: (date: unknown) => moment(date).utc(),
      template: (item: Item | undefined) => (item ? this.viewOf(item.mark).element : ''),
      groupTemplate: (group: Group | null) => group?.content ?? '',
    });
    this.timeline.addCustomTime(new Date(context.store.at / 1000), cursor);
    this.timeline.on('rangechanged', () => this.settle());
    container.addEventListener('wheel', (event) => this.onWheel(event), { passive: false });
    this.timeline.on('click', (event: { item: string | null }) => this.choose(event.item));
  }

  /** Another record, or more of it. */
  redraw(lanes: string): void {
    const { record } = this.context.store;
    if (record !== this.record) this.moveTo(mainWindow(record.versions), false);
    if (record !== this.record || lanes !== this.lanes) this.expanded.clear();
    this.record = record;
    this.lanes = lanes;
    this.scale = 0;
    this.arrange();
  }

  /** Another knowledge time. */
  show(): void {
    const { at } = this.context.store;
    let changed = 0;
    for (const view of this.views.values()) changed += Number(view.show(at));
    // One that appears may do so gently; a hundred at once must be quick.
    if (changed > fewEnough) this.container.classList.add('quick');
    this.calm();
    const { start } = this.window();
    for (const row of this.rows) shareRoom(row, start, this.scale);
    this.timeline.setCustomTime(new Date(at / 1000), cursor);
  }

  zoom(factor: number): void {
    const { start, end } = this.window();
    const [middle, half] = [(start + end) / 2, ((end - start) / 2) * factor];
    this.moveTo({ start: middle - half, end: middle + half }, true);
  }

  pan(share: number): void {
    const { start, end } = this.window();
    this.moveTo({ start: start + (end - start) * share, end: end + (end - start) * share }, true);
  }

  fit(whole: boolean): void {
    const { versions } = this.context.store.record;
    this.moveTo((whole ? wholeWindow : mainWindow)(versions), true);
  }

  destroy(): void {
    this.settle.cancel();
    this.calm.cancel();
    this.timeline.destroy();
  }

  /** A wheel scrolls the page, as everywhere; only what is meant sideways moves the axis. */
  private onWheel(event: WheelEvent): void {
    const [sideways, along] = event.shiftKey ? [event.deltaX || event.deltaY, 0] : [event.deltaX, event.deltaY];
    if (event.ctrlKey || Math.abs(sideways) <= Math.abs(along)) return;
    event.preventDefault();
    const { start, end } = this.window();
    this.moveTo({ start: start + sideways * this.scale, end: end + sideways * this.scale }, false);
  }

  private window(): TimeWindow {
    const { start, end } = this.timeline.getWindow();
    return { start: start.valueOf(), end: end.valueOf() };
  }

  private moveTo(window: TimeWindow, isAnimated: boolean): void {
    this.timeline.setWindow(window.start, window.end, { animation: isAnimated && !wantsLessMotion() ? { duration: 300, easingFunction: 'easeInOutQuad' } : false });
  }

  /** Lays everything out anew where the scale has changed, and hands vis what is near. */
  private arrange(): void {
    const { start, end } = this.window();
    const width = this.container.querySelector('.vis-center')?.clientWidth || this.container.clientWidth || 1;
    const scale = (end - start) / width;
    if (Math.abs(scale / this.scale - 1) > 0.01 || this.scale === 0) {
      this.scale = scale;
      this.place();
    }
    const margin = (end - start) / 2;
    const near = this.layout.marks.filter((mark) => mark.start < end + margin && mark.end > start - margin);
    this.give(near);
    this.rows = rowsOf(near, (mark) => this.viewOf(mark));
    this.show();
  }

  private place(): void {
    const { versions } = this.context.store.record;
    const divided = division(this.lanes, versions);
    const rows = rowsFor(versions, this.window(), divided.name === 'none');
    this.layout = layOut(versions, {
      scale: this.scale,
      rowsOf: (lane) => (this.expanded.has(lane) ? 60 : rows),
      laneOf: (version) => divided.laneOf(version),
      widthOf: (version) => this.widthOf(version.entry.headline),
    });
    const lanes = divided.arrange([...this.layout.lanes.keys()], this.context);
    const groups = lanes.flatMap(({ id, words }) => Array.from({ length: this.layout.lanes.get(id)! }, (_, row) => ({ id: `${id}|${row}`, words: row === 0 ? words : '', className: row === 0 ? 'lane-first' : 'lane-next' })));
    this.items.clear();
    this.views.clear();
    this.groups.clear();
    this.groups.add(groups.map(({ id, words, className }, order) => ({ id, className, order, content: el('span', {}, words) })));
  }

  private give(marks: Mark[]): void {
    const wanted = new Set(marks.map((mark) => mark.key));
    const gone = this.items.getIds().filter((id) => !wanted.has(id));
    const fresh = marks.filter((mark) => this.items.get(mark.key) === null);
    if (gone.length > 0) this.items.remove(gone);
    for (const id of gone) this.views.delete(id);
    if (fresh.length > 0) this.items.add(fresh.map((mark) => this.toItem(mark)));
  }

  private toItem(mark: Mark): Item {
    const isSpan = mark.kind === 'entry' && (mark.end - mark.start) / this.scale >= leastSpan;
    return { id: mark.key, group: rowId(mark), start: mark.start, type: isSpan ? 'range' : 'point', mark, ...(isSpan ? { end: mark.end } : {}) };
  }

  private viewOf(mark: Mark): MarkView {
    let view = this.views.get(mark.key);
    if (!view) {
      view = new MarkView(mark);
      view.show(this.context.store.at);
      this.views.set(mark.key, view);
    }
    return view;
  }

  private choose(id: string | null): void {
    const mark = id === null ? null : this.views.get(id)?.mark;
    if (!mark) return;
    if (mark.kind === 'entry') {
      this.open(mark.versions[0]!.entry.id);
      return;
    }
    if (mark.end - mark.start < closest) {
      this.expanded.add(mark.lane);
      this.redraw(this.lanes);
      return;
    }
    const margin = Math.max((mark.end - mark.start) * 0.5, this.scale * 30);
    this.moveTo({ start: mark.start - margin, end: mark.end + margin }, true);
  }
}
