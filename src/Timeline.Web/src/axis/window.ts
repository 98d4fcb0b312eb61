import type { Version } from '../knowledge/record';

const day = 86_400_000;

export interface TimeWindow {
  start: number;
  end: number;
}

/** The part of the axis in which nearly everything lies: few old dates do not squeeze the rest into a corner. */
export function mainWindow(versions: readonly Version[]): TimeWindow {
  const starts = versions.map((version) => version.start).filter((start) => !Number.isNaN(start)).sort((a, b) => a - b);
  if (starts.length === 0) return { start: Date.UTC(2024, 0), end: Date.UTC(2025, 0) };
  const at = (share: number) => starts[Math.round((starts.length - 1) * share)]!;
  return withMargins(starts.length < 20 ? withoutOutlier(starts) : at(0.08), at(starts.length < 20 ? 1 : 0.99));
}

/** Where few begin: the second, where the first is farther from it than all others lie apart. */
function withoutOutlier(starts: readonly number[]): number {
  const [first, second, last] = [starts[0]!, starts[1] ?? starts[0]!, starts.at(-1)!];
  return starts.length > 3 && second - first > last - second ? second : first;
}

/** More on the right, where the words of the last marks go. */
function withMargins(low: number, high: number): TimeWindow {
  const span = Math.max(2 * day, high - low);
  return { start: low - span * 0.05 - day, end: high + span * 0.14 + day };
}

/** All of it, however far apart. */
export function wholeWindow(versions: readonly Version[]): TimeWindow {
  let [low, high] = [Infinity, -Infinity];
  for (const { start, end } of versions) {
    if (Number.isNaN(start)) continue;
    low = Math.min(low, start);
    high = Math.max(high, end);
  }
  if (low > high) return mainWindow(versions);
  return withMargins(low, high);
}

/** How many rows a lane may have. The more there is to see at once, the fewer: of thousands only the numbers tell anything. */
export function rowsFor(versions: readonly Version[], { start, end }: TimeWindow, isTogether: boolean): number {
  const count = versions.reduce((sum, version) => sum + Number(version.start >= start && version.start < end), 0);
  if (count > 1200) return 0;
  return isTogether ? (count > 300 ? 6 : 9) : 2;
}
