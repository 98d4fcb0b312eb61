import { el, fill, setText } from '../dom/el';
import { icon } from '../dom/icon';
import { perFrame } from '../dom/frame';
import type { KnowledgeStore } from '../knowledge/store';
import { nextChange, previousChange } from '../knowledge/steps';
import { formatKnown, formatShortDay, plural } from '../time/format';
import { day, endOfDay, type Micros } from '../time/instant';
import { Histogram } from './histogram';
import { Player } from './player';
import { ticksBetween } from './ticks';

/** The range's own unit: fine enough that a pixel is many. */
const steps = 100_000;

/** The known-at slider: what was known is shown as of where it stands. */
export class Scrubber {
  readonly element: HTMLElement;
  readonly player: Player;
  private readonly histogram = new Histogram();
  private readonly ticks = el('div', { class: 'ticks', 'aria-hidden': 'true' });
  private readonly range = el('input', {
    type: 'range', min: 0, max: steps, step: 'any', class: 'range', 'aria-label': 'Known at',
    'aria-describedby': 'scrubber-help', oninput: () => this.drag(), onkeydown: (event) => this.onKey(event as KeyboardEvent),
  });
  private readonly playButton = el('button', { type: 'button', class: 'round play', onclick: () => this.player.toggle() });
  private readonly back = el('button', { type: 'button', class: 'round', title: 'Previous change (←)', onclick: () => this.step(-1) }, icon('previous'), unseen('Previous change'));
  private readonly forth = el('button', { type: 'button', class: 'round', title: 'Next change (→)', onclick: () => this.step(1) }, icon('next'), unseen('Next change'));
  private readonly now = el('button', { type: 'button', class: 'now', onclick: () => this.move(null) }, 'Now');
  private readonly date = el('div', { class: 'scrubber-date', 'aria-hidden': 'true' });
  private readonly track = el('div', { class: 'track' }, this.histogram.element, this.range, this.ticks);
  private readonly resized = new ResizeObserver(perFrame(() => this.draw()));

  constructor(private readonly store: KnowledgeStore) {
    this.player = new Player(store, (isPlaying) => this.showPlaying(isPlaying));
    this.element = el('div', { class: 'scrubber', role: 'group', 'aria-label': 'Knowledge time' },
      el('div', { class: 'transport' }, this.back, this.playButton, this.forth, this.date), this.track, this.now,
      el('p', { class: 'unseen', id: 'scrubber-help' }, 'Arrow keys go from change to change, Page Up and Page Down by larger steps, Home and End to both ends; the space bar plays.'));
    this.showPlaying(false);
    this.resized.observe(this.track);
  }

  /** Another record: other bars, other ends. */
  draw(): void {
    const { record, start, end } = this.store;
    const isEmpty = record.moments.length === 0;
    for (const control of [this.range, this.playButton, this.back, this.forth, this.now]) control.disabled = isEmpty;
    const width = this.track.clientWidth;
    this.histogram.draw(record.moments, start, end, width);
    fill(this.ticks, ...(isEmpty ? [] : ticksBetween(start, end, width)).map((tick) => {
      const mark = el('span', {}, tick.label);
      mark.style.left = `${this.shareOf(tick.at) * 100}%`;
      return mark;
    }));
    this.show();
  }

  /** Another knowledge time. */
  show(): void {
    const { store } = this;
    const share = this.shareOf(store.at);
    this.range.value = String(share * steps);
    this.range.setAttribute('aria-valuetext', `${store.isNow ? 'Now: ' : ''}${formatKnown(store.at)}, ${plural(store.record.totalAt(store.at), 'development')} known`);
    this.histogram.light(share);
    setText(this.date, store.record.moments.length === 0 ? '' : formatShortDay(store.at));
    this.now.setAttribute('aria-pressed', String(store.isNow));
  }

  destroy(): void {
    this.player.stop();
    this.resized.disconnect();
  }

  private shareOf(at: Micros): number {
    const { start, end } = this.store;
    return end > start ? Math.min(1, Math.max(0, (at - start) / (end - start))) : 1;
  }

  private drag(): void {
    this.player.stop();
    const { start, end } = this.store;
    const share = Number(this.range.value) / steps;
    const at = Math.round(start + (end - start) * share);
    // A day is what people mean; where all lies within days, it is too coarse.
    const settled = end - start > 20 * day ? endOfDay(at) : at;
    this.move(settled >= end ? null : settled);
  }

  private step(direction: 1 | -1): void {
    this.player.stop();
    const { record, at } = this.store;
    const to = direction > 0 ? nextChange(record, at) : previousChange(record, at);
    if (to !== null) this.move(to >= this.store.end ? null : to);
  }

  private leap(direction: 1 | -1): void {
    const { start, end, at } = this.store;
    const to = at + direction * Math.max(day, Math.round((end - start) / 12 / day) * day);
    this.move(to >= end ? null : Math.max(start, endOfDay(to)));
  }

  private move(at: Micros | null): void {
    this.player.stop();
    this.store.time = at;
  }

  private onKey(event: KeyboardEvent): void {
    const act = {
      ArrowRight: () => this.step(1), ArrowUp: () => this.step(1), ArrowLeft: () => this.step(-1), ArrowDown: () => this.step(-1),
      PageUp: () => this.leap(1), PageDown: () => this.leap(-1), Home: () => this.move(this.store.start), End: () => this.move(null),
      ' ': () => this.player.toggle(),
    }[event.key];
    if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    act();
  }

  private showPlaying(isPlaying: boolean): void {
    fill(this.playButton, icon(isPlaying ? 'pause' : 'play'), unseen(isPlaying ? 'Pause' : 'Play'));
    this.playButton.title = isPlaying ? 'Pause' : 'Play how it became known';
  }
}

const unseen = (text: string): HTMLElement => el('span', { class: 'unseen' }, text);
