import { el } from './el';

let region: HTMLElement | null = null;

/** Tells those who listen to the page what they cannot see change. */
export function announce(text: string): void {
  if (!region) {
    region = el('div', { class: 'unseen', role: 'status', 'aria-live': 'polite' });
    document.body.append(region);
  }
  region.textContent = text;
}
