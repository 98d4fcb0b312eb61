import type { Cause, Entry, FieldChange, Frame, Status } from '../api/types';
import { parseInstant, type Micros } from '../time/instant';
import { anchorOf, endOf } from '../time/occurred';

/** What was known of one development from one instant of known time (inclusive) to another (exclusive). */
export interface Version {
  readonly entry: Entry;
  readonly from: Micros;
  to: Micros;
  /** Null where nothing was known of it just before. */
  readonly before: Version | null;
  readonly changes: readonly FieldChange[];
  readonly because: readonly Cause[];
  /** Where it stands on an axis, in milliseconds since 1970; NaN where its date is open on both sides. */
  readonly start: number;
  /** Exclusive; as `start`, where there is no end. */
  readonly end: number;
}

/** An instant at which the answer changed, and what the answer holds from then on. */
export interface Moment {
  readonly at: Micros;
  readonly learned: number;
  readonly revised: number;
  readonly withdrawn: number;
  readonly total: number;
  readonly byStatus: Readonly<Record<Status, number>>;
  /** How many versions there are up to and with this moment. */
  readonly versions: number;
}

export const isKnown = (version: Version, at: Micros): boolean => version.from <= at && at < version.to;

/**
 * How one filtered answer changed as known time went by: every version of every entry, with the interval in which it held. Asking what was known
 * at a time needs no more than comparing numbers, so that a slider can ask at every frame.
 */
export class KnowledgeRecord {
  /** In the order in which they became known. */
  readonly versions: Version[] = [];
  readonly moments: Moment[] = [];
  private readonly current = new Map<string, Version>();
  private readonly counts: Record<Status, number> = { reported: 0, corroborated: 0, disputed: 0, retracted: 0 };
  private byAnchor: Version[] | null = null;

  /** Frames come in the order of their instants. */
  add(frame: Frame): void {
    const at = parseInstant(frame.at);
    for (const entry of frame.withdrawn) this.close(entry.id, at);
    for (const revision of frame.revised) this.open(revision.after, at, this.close(revision.id, at), revision.changes, revision.because);
    for (const entry of frame.learned) this.open(entry, at, null, [], []);
    this.moments.push({
      at,
      learned: frame.learned.length,
      revised: frame.revised.length,
      withdrawn: frame.withdrawn.length,
      total: this.current.size,
      byStatus: { ...this.counts },
      versions: this.versions.length,
    });
    this.byAnchor = null;
  }

  get first(): Micros {
    return this.moments[0]?.at ?? 0;
  }

  get last(): Micros {
    return this.moments.at(-1)?.at ?? 0;
  }

  /** The last moment at or before a time; -1 for none. */
  momentAt(at: Micros): number {
    let [low, high] = [0, this.moments.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.moments[middle]!.at <= at) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  totalAt(at: Micros): number {
    return this.moments[this.momentAt(at)]?.total ?? 0;
  }

  /** What was known at a time, the newest change first. */
  *recent(at: Micros): Generator<Version> {
    for (let i = (this.moments[this.momentAt(at)]?.versions ?? 0) - 1; i >= 0; i--) {
      const version = this.versions[i]!;
      if (isKnown(version, at)) yield version;
    }
  }

  /** What was known at a time, in the order in which it happened; what has no date comes last. */
  *byDate(at: Micros, newestFirst: boolean): Generator<Version> {
    const sorted = this.sorted();
    for (let i = 0; i < sorted.length; i++) {
      const version = sorted[newestFirst ? sorted.length - 1 - i : i]!;
      if (isKnown(version, at)) yield version;
    }
  }

  find(id: string, at: Micros): Version | null {
    for (const version of this.versions) {
      if (version.entry.id === id && isKnown(version, at)) return version;
    }
    return null;
  }

  private sorted(): Version[] {
    const key = (version: Version) => (Number.isNaN(version.start) ? -Infinity : version.start);
    return (this.byAnchor ??= this.versions.toSorted((a, b) => key(a) - key(b) || (a.entry.id < b.entry.id ? -1 : 1)));
  }

  private open(entry: Entry, from: Micros, before: Version | null, changes: FieldChange[], because: Cause[]): void {
    const start = (anchorOf(entry.occurred) ?? NaN) / 1000;
    const end = entry.occurred.from ? (endOf(entry.occurred) ?? NaN) / 1000 : start;
    const version = { entry, from, to: Infinity, before, changes, because, start, end: Number.isNaN(end) ? start : end };
    this.current.set(entry.id, version);
    this.counts[entry.status]++;
    this.versions.push(version);
  }

  private close(id: string, at: Micros): Version | null {
    const version = this.current.get(id);
    if (!version) return null;
    version.to = at;
    this.current.delete(id);
    this.counts[version.entry.status]--;
    return version;
  }
}
