import { dotWidth, type Mark } from './layout';
import type { MarkView } from './mark';

/** The marks of each row, from left to right. */
export function rowsOf(marks: readonly Mark[], viewOf: (mark: Mark) => MarkView): MarkView[][] {
  const rows = new Map<string, MarkView[]>();
  for (const mark of marks.toSorted((a, b) => a.start - b.start)) {
    const row = rows.get(rowId(mark));
    if (row) row.push(viewOf(mark));
    else rows.set(rowId(mark), [viewOf(mark)]);
  }
  return [...rows.values()];
}

export const rowId = (mark: Mark): string => `${mark.lane}|${mark.row}`;

/**
 * Words go as far as the next mark that is shown: what is not known yet takes none of it.
 * @param from Where the window begins. A span that began before it has its words at its edge.
 * @param scale Milliseconds a pixel.
 */
export function shareRoom(row: readonly MarkView[], from: number, scale: number): void {
  let next = Infinity;
  for (const view of row.toReversed()) {
    if (!view.isShown) continue;
    const { start, end } = view.mark;
    view.giveRoom((next - Math.max(start, Math.min(from, end))) / scale - dotWidth);
    next = start;
  }
}
