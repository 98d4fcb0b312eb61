import { wantsLessMotion } from '../dom/frame';
import type { KnowledgeStore } from '../knowledge/store';
import { nextChange } from '../knowledge/steps';
import { day, startOfDay, type Micros } from '../time/instant';

/** Milliseconds that a day without news takes, and what one step takes at least and at most. */
const [perDay, least, most] = [45, 380, 1100];

/** Lets known time go by, from change to change. Silence is told shorter than it was. */
export class Player {
  private frame = 0;
  private from: Micros = 0;
  private to: Micros | null = null;
  private began = 0;

  constructor(private readonly store: KnowledgeStore, private readonly onState: (isPlaying: boolean) => void) {}

  get isPlaying(): boolean {
    return this.frame !== 0;
  }

  toggle(): void {
    if (this.isPlaying) this.stop();
    else this.play();
  }

  play(): void {
    const { store } = this;
    if (store.record.moments.length === 0) return;
    if (store.at >= store.record.last) store.time = store.start;
    this.aim();
    this.onState(true);
    this.frame = requestAnimationFrame((now) => this.advance(now));
  }

  stop(): void {
    if (!this.isPlaying) return;
    cancelAnimationFrame(this.frame);
    this.frame = 0;
    this.onState(false);
  }

  private aim(): void {
    this.from = this.store.at;
    this.to = nextChange(this.store.record, this.from);
    this.began = performance.now();
  }

  private advance(now: number): void {
    if (this.to === null) {
      this.store.time = null;
      this.stop();
      return;
    }
    const lasts = Math.min(most, Math.max(least, ((this.to - this.from) / day) * perDay));
    const share = (now - this.began) / lasts;
    if (share >= 1) {
      this.store.time = this.to;
      this.aim();
    } else if (!wantsLessMotion()) {
      const at = Math.round(this.from + (this.to - this.from) * share);
      // Day by day where days go by; never past what it is on the way to.
      this.store.time = Math.max(this.from, Math.min(this.to - 1, this.to - this.from > 2 * day ? startOfDay(at) - 1 : at));
    }
    this.frame = requestAnimationFrame((next) => this.advance(next));
  }
}
