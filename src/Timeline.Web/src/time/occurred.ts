import { formatClock, formatDay, formatMonth, formatShortDay } from './format';
import { parseInstant, type Micros } from './instant';
import type { Occurred } from '../api/types';

const seasons = ['spring', 'summer', 'autumn', 'winter'];

export const startOf = (occurred: Occurred): Micros | null => (occurred.from ? parseInstant(occurred.from) : null);
export const endOf = (occurred: Occurred): Micros | null => (occurred.to ? parseInstant(occurred.to) : null);

/** Where it stands on an axis: its start; without one, its last moment; without both, nowhere. */
export function anchorOf(occurred: Occurred): Micros | null {
  const end = endOf(occurred);
  return startOf(occurred) ?? (end === null ? null : end - 1);
}

/** An EDTF date in words. What it does not know is shown as it was given. */
export function describeOccurred(occurred: Occurred, short = false): string {
  const { edtf } = occurred;
  const interval = edtf.split('/');
  if (interval.length === 2) return describeInterval(interval[0]!, interval[1]!, short);
  if (/^[[{].*[\]}]$/.test(edtf)) return describeSet(edtf, short);
  return describeDate(edtf, short) ?? describeBounds(occurred, short);
}

/** What the notation says about how sure the date is, a sentence each. */
export function describeCertainty(occurred: Occurred): string[] {
  const { edtf } = occurred;
  const said: string[] = [];
  if (edtf.includes('/') && edtf.split('/').every(isOpen)) said.push('Nothing is known of when it happened.');
  else if (edtf.startsWith('[')) said.push('It is one of these dates; the source does not say which.');
  else if (edtf.startsWith('{')) said.push('It happened on each of these dates.');
  else if (edtf.startsWith('..') || edtf.startsWith('/')) said.push('When it began is not known: only that it had happened by then.');
  else if (edtf.endsWith('..')) said.push('It had no end that was known.');
  else if (edtf.endsWith('/')) said.push('Its end is not known.');
  else if (edtf.includes('X')) said.push('Some digits of the date are not known.');
  else if (edtf.includes('/')) said.push('It took this long, or happened somewhere in between.');
  else said.push(`The date is known to the ${occurred.precision}.`);
  if (occurred.approximate) said.push('It is approximate: the source says “about”.');
  if (occurred.uncertain) said.push('It is uncertain: the source itself is not sure of it.');
  return said;
}

function describeInterval(from: string, to: string, short: boolean): string {
  if (isOpen(from) && isOpen(to)) return 'at some time';
  const [start, end] = [describeDate(from, short), describeDate(to, short)];
  if (isOpen(from)) return end ? `by ${end}` : `…/${to}`;
  if (to === '..') return `since ${start ?? from}`;
  if (to === '') return `from ${start ?? from}, end unknown`;
  return `${start ?? from} – ${end ?? to}`;
}

const isOpen = (end: string): boolean => end === '' || end === '..';

function describeSet(edtf: string, short: boolean): string {
  const members = edtf.slice(1, -1).split(',').map((member) => {
    const [from, to] = member.trim().split('..');
    if (to === undefined) return describeDate(from!, short) ?? member;
    if (from === '') return `any time up to ${describeDate(to, short) ?? to}`;
    if (to === '') return `any time from ${describeDate(from!, short) ?? from}`;
    return `${edtf.startsWith('[') ? 'between ' : ''}${describeDate(from!, short) ?? from} ${edtf.startsWith('[') ? 'and' : 'to'} ${describeDate(to, short) ?? to}`;
  });
  return members.join(edtf.startsWith('[') ? ' or ' : ' and ');
}

/** One date without its qualifiers' signs, or null. */
function describeDate(text: string, short: boolean): string | null {
  const bare = text.replace(/[~?%]/g, '');
  const about = /[~%]/.test(text) ? 'about ' : '';
  const doubt = /[?%]/.test(text) ? ' (?)' : '';
  const date = describeBareDate(bare, short);
  return date === null ? null : about + date + doubt;
}

function describeBareDate(text: string, short: boolean): string | null {
  if (/^\d{4}-\d\d-\d\dT/.test(text)) {
    const at = Date.parse(/(Z|[+-]\d\d(:\d\d)?)$/.test(text.slice(11)) ? text : `${text}Z`) * 1000;
    if (Number.isNaN(at)) return null;
    return `${short ? formatShortDay(at) : formatDay(at)}, ${formatClock(at)}`;
  }
  if (/^\d{4}-\d\d-\d\d$/.test(text)) {
    const at = Date.parse(`${text}T00:00:00Z`) * 1000;
    return short ? formatShortDay(at) : formatDay(at);
  }
  const part = /^(\d{4})-(\d\d)$/.exec(text);
  if (part) {
    const number = Number(part[2]);
    if (number <= 12) return formatMonth(Date.parse(`${text}-01T00:00:00Z`) * 1000);
    if (number >= 21 && number <= 24) return `${seasons[number - 21]} ${part[1]}`;
    if (number >= 33 && number <= 36) return `quarter ${number - 32} of ${part[1]}`;
    if (number >= 40 && number <= 41) return `half ${number - 39} of ${part[1]}`;
    return null;
  }
  if (/^\d{4}$/.test(text)) return text;
  if (/^\d{3}X$/.test(text)) return `the ${text.slice(0, 3)}0s`;
  return null;
}

function describeBounds(occurred: Occurred, short: boolean): string {
  const [start, end] = [startOf(occurred), endOf(occurred)];
  if (start === null || end === null) return occurred.edtf;
  const show = short ? formatShortDay : formatDay;
  return `${occurred.edtf} (between ${show(start)} and ${show(end - 1)})`;
}
