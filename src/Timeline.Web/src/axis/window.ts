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
  const [low, high] = starts.length < 20 ? [at(0), at(1)] : [at(0.08), at(0.99)];
  const margin = Math.max(2 * day, (high - low) * 0.06);
  return { start: low - margin, end: high + margin };
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
  const margin = Math.max(2 * day, (high - low) * 0.04);
  return { start: low - margin, end: high + margin };
}
