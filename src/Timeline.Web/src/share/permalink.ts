import { el, fill } from '../dom/el';
import type { KnowledgeStore } from '../knowledge/store';
import { formatPlace, type Place } from '../state/place';
import { copy } from './clipboard';

/** The place with the knowledge time, the log position and the edition that are shown now: it will always show this. */
export function pinnedPlace(place: Place, store: KnowledgeStore): Place {
  const pinned = place.question.with('recordedAt').withKnownAt(store.at);
  return { ...place, question: store.pin ? pinned.with('basis', String(store.pin.basis)).with('edition', store.pin.edition) : pinned };
}

export function permalink(place: Place, store: KnowledgeStore): HTMLElement {
  const address = new URL(formatPlace(pinnedPlace(place, store)), location.href).href;
  const field = el('input', { type: 'text', readonly: true, value: address, 'aria-label': 'Permalink', onfocus: () => field.select() });
  const state = el('span', { class: 'state', role: 'status' });
  const button = el('button', { type: 'button', class: 'primary', onclick: () => void copyAddress() }, 'Copy');
  return el('div', { class: 'permalink' }, el('p', {}, 'Shows what is on this page now, whatever is reported or corrected later.'), field, el('p', { class: 'actions' }, button, state, el('a', { href: address }, 'Open')));

  async function copyAddress(): Promise<void> {
    if (await copy(address, 'Permalink')) fill(state, 'Copied.');
    else {
      field.select();
      fill(state, 'Press Ctrl-C or ⌘C to copy.');
    }
  }
}
