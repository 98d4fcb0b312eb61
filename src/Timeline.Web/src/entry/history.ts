import type { HistoryEvent } from '../api/types';
import { el } from '../dom/el';
import { formatKnown, formatReported } from '../time/format';
import { parseInstant } from '../time/instant';
import { eventWord } from '../words';
import { changeTable } from './changes';
import { sourceLine } from './claims';

/** Every event of a development in the order in which they took effect, with what each alone changed. */
export function historyList(events: readonly HistoryEvent[], nameOf: (id: string) => string): HTMLElement {
  return el('ol', { class: 'history' }, ...events.toSorted(byEffect).map((event) => historyItem(event, nameOf)));
}

function byEffect(a: HistoryEvent, b: HistoryEvent): number {
  return parseInstant(a.reportedAt ?? a.effectiveAt) - parseInstant(b.reportedAt ?? b.effectiveAt) || a.position - b.position;
}

function historyItem(event: HistoryEvent, nameOf: (id: string) => string): HTMLElement {
  return el('li', { class: `event ${event.type}${event.annulledBy ? ' annulled' : ''}` },
    el('h4', {}, eventWord(event.type), event.reportedAt ? el('time', { datetime: event.reportedAt }, formatReported({ reportedAt: event.reportedAt, ...(event.reportedOn ? { reportedOn: event.reportedOn } : {}) }, true)) : null),
    who(event, nameOf),
    event.reason ? el('p', { class: 'reason' }, `“${event.reason}”`) : null,
    event.changes?.length ? changeTable(event.changes) : null,
    event.annulledBy ? el('p', { class: 'note' }, `Taken out of the record at position ${event.annulledBy.position}: ${event.annulledBy.reason}`) : null,
    el('p', { class: 'recorded' }, `Recorded ${formatKnown(parseInstant(event.recordedAt))}${event.recordedBy ? ` by ${event.recordedBy}` : ''}, position ${event.position}`));
}

function who(event: HistoryEvent, nameOf: (id: string) => string): HTMLElement | null {
  const said = event.by ? nameOf(event.by) : event.attribution;
  if (!said && !event.source) return null;
  return el('p', { class: 'source' }, said && said !== event.source?.publisher ? `${said}, in ` : null, event.source ? sourceLine(event.source) : null);
}
