import { el } from '../dom/el';

/** A strip that says when the network is away; what was loaded stays usable meanwhile. */
export function watchConnection(): HTMLElement {
  const strip = el('p', { class: 'offline', role: 'status' });
  const show = () => {
    strip.textContent = navigator.onLine ? '' : 'You are offline. What is loaded stays usable.';
    strip.hidden = navigator.onLine;
  };
  addEventListener('online', show);
  addEventListener('offline', show);
  show();
  return strip;
}
