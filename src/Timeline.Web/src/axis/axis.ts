import type { Context } from '../context';
import { el } from '../dom/el';
import { wantsLessMotion, whenCalm } from '../dom/frame';
import type { Version } from '../knowledge/record';
import { division } from './lanes';
import { dotWidth, layOut, type Layout, type Mark } from './layout';
import { MarkView } from './mark';
import { textMeasure } from './measure';
import { DataSet, moment, Timeline, type VisTimeline } from './vis';
import { mainWindow, wholeWindow, type TimeWindow } from './window';

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

const cursor = 'known';
/** Shorter spans are drawn as dots. */
const leastSpan = 14;
const fewEnough = 30;
const second = 1000;
const century = 100 * 365 * 86_400 * second;

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
      start: window.start, end: window.end,
      stack: false, selectable: false, showCurrentTime: false, zoomKey: 'ctrlKey', horizontalScroll: true, verticalScroll: false,
      orientation: { axis: 'top', item: 'top' }, margin: { item: { horizontal: 0, vertical: 0 }, axis: 0 },
      zoomMin: 60 * second, zoomMax: 30 * century, minHeight: 180, groupOrder: 'order',
      moment: (date: unknown) => moment(date).utc(), template: (item: Item | undefined) => (item ? this.viewOf(item.mark).element : ''),
      groupTemplate: (group: { content: HTMLElement } | null) => group?.content ?? '',
      showMajorLabels: true, format: axisFormat, tooltip: { followMouse: false },
    });
    this.timeline.addCustomTime(new Date(context.store.at / 1000), cursor);
    this.timeline.on('rangechanged', () => this.settle());
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
    for (const row of this.rows) this.shareRoom(row, start);
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
    this.rows = this.byRow(near);
    this.show();
  }

  private place(): void {
    const { versions } = this.context.store.record;
    const divided = division(this.lanes, versions);
    const rows = this.rowsFor(versions, divided.name === 'none');
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

  /** The more there is to see at once, the fewer rows: of thousands only the numbers tell anything. */
  private rowsFor(versions: readonly Version[], isTogether: boolean): number {
    const { start, end } = this.window();
    const count = versions.reduce((sum, version) => sum + Number(version.start >= start && version.start < end), 0);
    if (count > 1200) return 0;
    return isTogether ? (count > 300 ? 6 : 9) : 2;
  }

  private give(marks: Mark[]): void {
    const wanted = new Set(marks.map((mark) => mark.key));
    const gone = this.items.getIds().filter((id) => !wanted.has(id));
    const fresh = marks.filter((mark) => this.items.get(mark.key) === null);
    if (gone.length > 0) this.items.remove(gone);
    for (const id of gone) this.views.delete(id);
    if (fresh.length > 0) this.items.add(fresh.map((mark) => this.toItem(mark)));
  }

  private byRow(marks: Mark[]): MarkView[][] {
    const rows = new Map<string, MarkView[]>();
    for (const mark of marks.toSorted((a, b) => a.start - b.start)) {
      const group = `${mark.lane}|${mark.row}`;
      const row = rows.get(group) ?? [];
      rows.set(group, row);
      row.push(this.viewOf(mark));
    }
    return [...rows.values()];
  }

  /** Words go as far as the next mark that is shown: what is not known yet takes none of it. */
  private shareRoom(row: readonly MarkView[], from: number): void {
    let next = Infinity;
    for (let i = row.length - 1; i >= 0; i--) {
      const view = row[i]!;
      if (!view.isShown) continue;
      // A span that began before the window has its words at the window's edge.
      view.giveRoom((next - Math.max(view.mark.start, Math.min(from, view.mark.end))) / this.scale - dotWidth);
      next = view.mark.start;
    }
  }

  private toItem(mark: Mark): Item {
    const isSpan = mark.kind === 'entry' && (mark.end - mark.start) / this.scale >= leastSpan;
    return { id: mark.key, group: `${mark.lane}|${mark.row}`, start: mark.start, type: isSpan ? 'range' : 'point', mark, ...(isSpan ? { end: mark.end } : {}) };
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
    if (mark.end - mark.start < 60 * second) {
      // No zooming would take it apart.
      this.expanded.add(mark.lane);
      this.redraw(this.lanes);
      return;
    }
    const margin = Math.max((mark.end - mark.start) * 0.5, this.scale * 30);
    this.moveTo({ start: mark.start - margin, end: mark.end + margin }, true);
  }
}

const axisFormat = {
  minorLabels: { second: 'HH:mm:ss', minute: 'HH:mm', hour: 'HH:mm', weekday: 'D', day: 'D', week: 'D', month: 'MMM', year: 'YYYY' },
  majorLabels: { second: 'D MMMM YYYY', minute: 'D MMMM YYYY', hour: 'D MMMM YYYY', weekday: 'MMMM YYYY', day: 'MMMM YYYY', week: 'MMMM YYYY', month: 'YYYY', year: '' },
};
