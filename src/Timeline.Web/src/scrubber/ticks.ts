import { day, parseInstant, startOfDay, type Micros } from '../time/instant';

export interface Tick {
  at: Micros;
  label: string;
}

const format = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', ...options });
const year = format({ year: 'numeric' });
const month = format({ month: 'short' });
const date = format({ day: 'numeric', month: 'short' });
const hour = format({ hour: '2-digit', minute: '2-digit' });

const months = (count: number) => (at: Micros) => startOfMonth(at, count);
const fixed = (length: number) => (at: Micros) => (Math.floor(at / length) + 1) * length;

/** From fine to coarse: how far apart, the next one after a time, and how it is labelled. */
const scales: { length: Micros; next: (at: Micros) => Micros; label: (at: Micros) => string }[] = [
  { length: day / 24, next: fixed(day / 24), label: (at) => hour.format(at / 1000) },
  { length: day / 4, next: fixed(day / 4), label: (at) => (startOfDay(at) === at ? date : hour).format(at / 1000) },
  { length: day, next: fixed(day), label: (at) => date.format(at / 1000) },
  { length: 7 * day, next: fixed(7 * day), label: (at) => date.format(at / 1000) },
  { length: 30 * day, next: months(1), label: monthLabel },
  { length: 91 * day, next: months(3), label: monthLabel },
  { length: 365 * day, next: months(12), label: (at) => year.format(at / 1000) },
  { length: 5 * 365 * day, next: months(60), label: (at) => year.format(at / 1000) },
  { length: 25 * 365 * day, next: months(300), label: (at) => year.format(at / 1000) },
];

/** As many as fit without touching. */
export function ticksBetween(start: Micros, end: Micros, width: number): Tick[] {
  const fits = Math.max(1, Math.floor(width / 72));
  const scale = scales.find(({ length }) => (end - start) / length <= fits) ?? scales.at(-1)!;
  const ticks: Tick[] = [];
  for (let at = scale.next(start); at < end && ticks.length < 100; at = scale.next(at)) ticks.push({ at, label: scale.label(at) });
  return ticks;
}

function monthLabel(at: Micros): string {
  return new Date(at / 1000).getUTCMonth() === 0 ? year.format(at / 1000) : month.format(at / 1000);
}

function startOfMonth(after: Micros, count: number): Micros {
  const now = new Date(after / 1000);
  const index = now.getUTCFullYear() * 12 + now.getUTCMonth();
  const next = (Math.floor(index / count) + 1) * count;
  return parseInstant(`${String(Math.floor(next / 12)).padStart(4, '0')}-${String((next % 12) + 1).padStart(2, '0')}-01T00:00:00Z`);
}
