import type { Status } from '../api/types';
import { el } from '../dom/el';
import { statusMeaning, statusWord } from '../words';

/** The mark is a shape as well as a colour. */
export function statusBadge(status: Status): HTMLElement {
  return el('span', { class: `status status-${status}`, title: statusMeaning(status) }, statusWord(status));
}
