import type { Version } from '../knowledge/record';

/** What has a place of its own on the axis: a development where its date is the same, however often it was revised. */
export interface Slot {
  kind: 'entry';
  key: string;
  lane: string;
  row: number;
  start: number;
  end: number;
  versions: Version[];
}

/** What had no room: one mark for all that lies there. In row 0 where there is nothing beside clusters. */
export interface Cluster {
  kind: 'cluster';
  key: string;
  lane: string;
  row: number;
  start: number;
  end: number;
  versions: Version[];
}

export type Mark = Slot | Cluster;

export interface Layout {
  /** Rows by lane. */
  lanes: Map<string, number>;
  marks: Mark[];
}

export interface LayoutOptions {
  /** Milliseconds a pixel. */
  scale: number;
  /** How many rows a lane may have, without the one for clusters. */
  rowsOf(lane: string): number;
  laneOf(version: Version): string;
  /** In pixels. */
  widthOf(version: Version): number;
}

export const dotWidth = 18;
const clusterWidth = 40;

/**
 * Gives every version that ever was known its place, for one scale and whatever part is looked at: so that neither dragging the knowledge time nor
 * panning moves anything. From left to right: a row where the words end before, else one where they will have to give way to this mark; what finds
 * none joins a cluster.
 */
export function layOut(versions: readonly Version[], options: LayoutOptions): Layout {
  const lanes = new Map<string, LaneRows>();
  const marks: Mark[] = [];
  for (const slot of gather(versions, options.laneOf)) {
    const lane = lanes.get(slot.lane) ?? new LaneRows();
    lanes.set(slot.lane, lane);
    if (lane.place(slot, options)) marks.push(slot);
  }
  const rows = new Map<string, number>();
  for (const [id, lane] of lanes) {
    marks.push(...lane.clusters);
    for (const cluster of lane.clusters) cluster.row = lane.rows.length;
    rows.set(id, lane.rows.length + (lane.clusters.length > 0 ? 1 : 0));
  }
  return { lanes: rows, marks };
}

/** One slot for all versions of a development that have the same date and lane. */
function gather(versions: readonly Version[], laneOf: (version: Version) => string): Slot[] {
  const slots = new Map<string, Slot>();
  for (const version of versions) {
    if (Number.isNaN(version.start)) continue;
    const lane = laneOf(version);
    const key = `${version.entry.id}|${version.start}|${version.end}|${lane}`;
    const slot = slots.get(key);
    if (slot) slot.versions.push(version);
    else slots.set(key, { kind: 'entry', key, lane, row: 0, start: version.start, end: version.end, versions: [version] });
  }
  return [...slots.values()].sort((a, b) => a.start - b.start || (a.key < b.key ? -1 : 1));
}

interface Row {
  last: Slot;
  /** Where the last mark ends, and where its words would. In pixels. */
  markEnd: number;
  wordsEnd: number;
}

class LaneRows {
  readonly rows: Row[] = [];
  readonly clusters: Cluster[] = [];

  /** @returns Whether there was a row for it; else it is in a cluster now. */
  place(slot: Slot, options: LayoutOptions): boolean {
    const left = slot.start / options.scale;
    const span = Math.max(dotWidth, (slot.end - slot.start) / options.scale);
    const fresh: Row = { last: slot, markEnd: left + span, wordsEnd: left + Math.max(span, dotWidth + options.widthOf(slot.versions.at(-1)!)) + 8 };
    let row = this.rows.findIndex((one) => one.wordsEnd <= left);
    if (row < 0 && this.rows.length < options.rowsOf(slot.lane)) row = this.rows.length;
    if (row < 0) row = this.cut(left);
    if (row < 0) {
      this.join(slot, left, options.scale);
      return false;
    }
    slot.row = row;
    this.rows[row] = fresh;
    return true;
  }

  /** The row whose last words have gone farthest: they will give way. -1 where every row has a mark there. */
  private cut(left: number): number {
    let best = -1;
    this.rows.forEach((row, at) => {
      if (row.markEnd <= left && (best < 0 || row.last.start < this.rows[best]!.last.start)) best = at;
    });
    return best;
  }

  private join(slot: Slot, left: number, scale: number): void {
    const last = this.clusters.at(-1);
    if (last && left < last.start / scale + clusterWidth + 4) {
      last.versions.push(...slot.versions);
      last.end = Math.max(last.end, slot.start);
    } else {
      this.clusters.push({ kind: 'cluster', key: `cluster|${slot.lane}|${slot.start}`, lane: slot.lane, row: 0, start: slot.start, end: slot.start, versions: [...slot.versions] });
    }
  }
}
