import { getJson } from '../api/client';
import type { Entry, History, Pinned } from '../api/types';
import { el, setText } from '../dom/el';
import { formatShortDay } from '../time/format';
import { parseInstant } from '../time/instant';

/**
 * Says when what is shown changed last, and as soon as the history has told, that it was corrected: an entry itself does not tell a correction
 * from a corroboration.
 */
export function updateMark(entry: Entry, pin: Pinned): HTMLElement {
  const date = (at: string) => formatShortDay(parseInstant(at));
  const mark = el('span', { class: 'updated' }, `Updated ${date(entry.revisedAt)}`);
  const pins = new URLSearchParams({ knownAt: pin.knownAt, basis: String(pin.basis), edition: pin.edition });
  getJson<History>(`/api/developments/${encodeURIComponent(entry.id)}/history?${pins}`).then(({ events }) => {
    const correction = events.findLast((event) => event.type === 'development_corrected' && !event.annulledBy && parseInstant(event.effectiveAt) <= parseInstant(pin.knownAt));
    if (!correction) return;
    setText(mark, `Corrected ${date(correction.effectiveAt)}`);
    mark.classList.add('corrected');
  }, () => undefined);
  return mark;
}
