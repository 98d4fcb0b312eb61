import type { Entry } from '../api/types';
import { el } from '../dom/el';
import { formatDay, formatKnown, formatSpan } from '../time/format';
import { day, parseInstant, startOfDay, type Micros } from '../time/instant';
import { describeCertainty, describeOccurred, endOf, startOf } from '../time/occurred';

/** The three clocks of a development, and in words what lies between them. */
export function clocks(entry: Entry): HTMLElement {
  const knownFrom = parseInstant(entry.knownFrom);
  const recordedAt = parseInstant(entry.recordedAt);
  return el('dl', { class: 'clocks' },
    ...clock('Occurred', describeOccurred(entry.occurred), 'when it happened', [...describeCertainty(entry.occurred), `Written as ${entry.occurred.edtf}.`]),
    ...clock('Known', showKnown(knownFrom), 'when the public could know', [betweenOccurredAndKnown(entry, knownFrom)]),
    ...clock('Recorded', formatKnown(recordedAt), 'when this log last learned of it', [betweenKnownAndRecorded(parseInstant(entry.revisedAt), recordedAt), `Log position ${entry.position}.`]));
}

function clock(name: string, value: string, question: string, said: string[]): HTMLElement[] {
  return [
    el('dt', {}, name, el('span', {}, question)),
    el('dd', {}, el('b', {}, value), ...said.filter((sentence) => sentence !== '').map((sentence) => el('p', {}, sentence))),
  ];
}

function showKnown(at: Micros): string {
  // Most reports are known to the day only, and count from its first moment.
  return startOfDay(at) === at ? formatDay(at) : formatKnown(at);
}

function betweenOccurredAndKnown(entry: Entry, knownFrom: Micros): string {
  const [start, end] = [startOf(entry.occurred), endOf(entry.occurred)];
  if (end !== null && knownFrom >= end) return `The world learned of it ${formatSpan(startOfDay(knownFrom) - startOfDay(end - 1))} later.`;
  if (start !== null && knownFrom < start) return `It was announced or expected ${formatSpan(start - knownFrom)} before.`;
  if (start !== null && end !== null && end - start <= day) return 'The world learned of it on the same day.';
  return 'The world learned of it while it may still have been going on.';
}

function betweenKnownAndRecorded(knownAt: Micros, recordedAt: Micros): string {
  const span = recordedAt - knownAt;
  return span > day ? `That is ${formatSpan(span)} after its newest report: an answer as of an older log position does not have it.` : '';
}
