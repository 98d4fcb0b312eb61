import { endOfDay, type Micros } from '../time/instant';
import type { KnowledgeRecord } from './record';

/**
 * The next knowledge time at which something changed, or the one before; null where there is none. Where nothing else changed on that day it is the
 * day's end, which holds the same and reads better.
 */
export function nextChange(record: KnowledgeRecord, at: Micros): Micros | null {
  const next = record.moments[record.momentAt(at) + 1];
  return next ? settle(record, next.at) : null;
}

export function previousChange(record: KnowledgeRecord, at: Micros): Micros | null {
  const current = record.momentAt(at);
  if (current < 0) return null;
  const before = record.moments[current - 1];
  return before ? settle(record, before.at) : record.moments[0]!.at - 1;
}

function settle(record: KnowledgeRecord, at: Micros): Micros {
  const end = endOfDay(at);
  return record.momentAt(end) === record.momentAt(at) ? end : at;
}
