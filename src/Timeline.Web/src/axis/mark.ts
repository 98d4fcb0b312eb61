import { el, setText } from '../dom/el';
import { isKnown } from '../knowledge/record';
import type { Micros } from '../time/instant';
import type { Mark, Slot } from './layout';

/** Words with less room, in pixels, are left out; with more, they are cut there. Between, in steps, since each other width costs a layout. */
const [leastRoom, mostRoom, step] = [48, 240, 16];

/** Draws a mark, and shows it as of a knowledge time: hidden before anything was known, and after it was withdrawn. */
export class MarkView {
  readonly element: HTMLElement;
  private readonly words = el('span', { class: 'words' });
  private known: number | undefined;
  private room = -1;
  /** What vis has put around it. */
  private host: HTMLElement | null = null;

  constructor(readonly mark: Mark) {
    this.element = mark.kind === 'cluster'
      ? el('div', { class: 'cluster' }, this.words)
      : el('div', { class: 'slot', 'data-id': mark.versions[0]!.entry.id }, el('i', { class: 'dot' }), this.words);
    if (mark.kind === 'entry') this.dress(mark);
  }

  /** @returns Whether it looks different now. */
  show(at: Micros): boolean {
    const { mark } = this;
    const known = mark.kind === 'cluster' ? mark.versions.reduce((count, version) => count + Number(isKnown(version, at)), 0) : mark.versions.findIndex((version) => isKnown(version, at)) + 1;
    if (known === this.known && this.host) return false;
    this.known = known;
    const entry = mark.kind === 'entry' && known > 0 ? mark.versions[known - 1]!.entry : null;
    if (known > 0) setText(this.words, entry?.headline ?? (mark.row === 0 ? String(known) : `+${known}`));
    if (mark.kind === 'cluster') this.element.style.setProperty('--share', String(Math.min(1, Math.sqrt(known / 400))));
    // On the outermost element: a selector that looks into it would cost at every change.
    this.host ??= this.element.closest('.vis-item');
    if (this.host) this.host.dataset['status'] = known === 0 ? 'unknown' : (entry?.status ?? 'cluster');
    return true;
  }

  /** Whether there is anything to see of it. */
  get isShown(): boolean {
    return (this.known ?? 0) > 0;
  }

  /** @param pixels Up to the next mark that is shown in its row. */
  giveRoom(pixels: number): void {
    if (this.mark.kind === 'cluster') return;
    const room = pixels < leastRoom ? 0 : Math.min(mostRoom, Math.floor(pixels / step) * step);
    if (room === this.room) return;
    this.room = room;
    this.words.style.maxWidth = `${room}px`;
  }

  private dress(slot: Slot): void {
    const { occurred } = slot.versions.at(-1)!.entry;
    this.element.classList.toggle('is-open', !occurred.from);
    this.element.classList.toggle('is-vague', occurred.approximate || occurred.uncertain);
  }
}
