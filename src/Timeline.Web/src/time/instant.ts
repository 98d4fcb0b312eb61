/** Microseconds since 1970, UTC. Exact from 1685 to 2255, which is where knowledge lies. */
export type Micros = number;

export const second = 1_000_000;
export const day = 86_400 * second;

/** Reads an RFC 3339 instant in UTC, as the service writes it. */
export function parseInstant(text: string): Micros {
  const dot = text.indexOf('.');
  const fraction = dot < 0 ? 0 : Number(text.slice(dot + 1, -1).padEnd(6, '0').slice(0, 6));
  return Date.parse(dot < 0 ? text : `${text.slice(0, dot)}Z`) * 1000 + fraction;
}

export function formatInstant(at: Micros): string {
  const whole = Math.floor(at / second);
  const fraction = at - whole * second;
  const text = new Date(whole * 1000).toISOString().slice(0, 19);
  return fraction === 0 ? `${text}Z` : `${text}.${String(fraction).padStart(6, '0').replace(/0+$/, '')}Z`;
}

export const startOfDay = (at: Micros): Micros => Math.floor(at / day) * day;

/** The day's last microsecond: what a bare day means as a knowledge time. */
export const endOfDay = (at: Micros): Micros => startOfDay(at) + day - 1;

export const isEndOfDay = (at: Micros): boolean => endOfDay(at) === at;

/** A day or an instant, as the API's parameters take it. */
export const toParameter = (at: Micros): string => (isEndOfDay(at) ? formatInstant(at).slice(0, 10) : formatInstant(at));

/** Null for what is neither a day nor an instant. */
export function fromParameter(text: string): Micros | null {
  if (/^\d{4}-\d\d-\d\d$/.test(text)) {
    const at = Date.parse(`${text}T00:00:00Z`) * 1000;
    return Number.isNaN(at) ? null : endOfDay(at);
  }
  const match = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d{1,6})?(Z|[+-]\d\d:\d\d)$/i.exec(text);
  if (!match) return null;
  const whole = Date.parse(`${match[1]}${match[3]}`) * 1000;
  return Number.isNaN(whole) ? null : whole + Math.round(Number(match[2] ?? 0) * second);
}
