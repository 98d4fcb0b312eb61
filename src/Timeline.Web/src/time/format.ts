import { day, isEndOfDay, parseInstant, type Micros } from './instant';
import type { Reported } from '../api/types';

const format = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', ...options });

const longDay = format({ day: 'numeric', month: 'long', year: 'numeric' });
const weekday = format({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
const shortDay = format({ day: 'numeric', month: 'short', year: 'numeric' });
const monthYear = format({ month: 'long', year: 'numeric' });
const clock = format({ hour: '2-digit', minute: '2-digit' });
const clockSeconds = format({ hour: '2-digit', minute: '2-digit', second: '2-digit' });

export const formatDay = (at: Micros): string => longDay.format(at / 1000);
export const formatWeekday = (at: Micros): string => weekday.format(at / 1000);
export const formatShortDay = (at: Micros): string => shortDay.format(at / 1000);
export const formatMonth = (at: Micros): string => monthYear.format(at / 1000);

/** The time of day, without what is zero at its end; empty where it is a whole day. */
export function formatClock(at: Micros): string {
  if (isEndOfDay(at)) return '';
  return `${(Math.floor(at / 1_000_000) % 60 === 0 ? clock : clockSeconds).format(at / 1000)} UTC`;
}

/** A knowledge time: a day where it is one's end, else with the time of day. */
export function formatKnown(at: Micros): string {
  const time = formatClock(at);
  return time === '' ? formatDay(at) : `${formatDay(at)}, ${time}`;
}

/** When something was reported: the bare day where no more is known. */
export function formatReported(reported: Reported, short = false): string {
  const at = parseInstant(reported.reportedAt);
  const date = (short ? formatShortDay : formatDay)(at);
  return reported.reportedOn ? date : `${date}, ${formatClock(at)}`;
}

/** A source's `publishedAt`, which is a day or an instant. */
export function formatPublished(text: string): string {
  return text.length === 10 ? formatDay(Date.parse(`${text}T00:00:00Z`) * 1000) : formatKnown(parseInstant(text));
}

/** A span in the one unit that says it best. */
export function formatSpan(span: Micros): string {
  const days = Math.round(Math.abs(span) / day);
  if (days >= 730) return plural(Math.round(days / 365.25), 'year');
  if (days >= 60) return plural(Math.round(days / 30.44), 'month');
  if (days >= 1) return plural(days, 'day');
  const minutes = Math.round(Math.abs(span) / 60_000_000);
  if (minutes >= 60) return plural(Math.round(minutes / 60), 'hour');
  return minutes > 0 ? plural(minutes, 'minute') : 'less than a minute';
}

const numbers = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 6 });

export const formatNumber = (value: number): string => numbers.format(value);

export const plural = (count: number, one: string, many = `${one}s`): string => `${formatNumber(count)} ${count === 1 ? one : many}`;
