import { el, fill } from '../dom/el';
import { icon, type IconName } from '../dom/icon';

/** A button with a panel that opens below it; closes on Escape, and when the focus or a click goes elsewhere. */
export function menu(label: string, sign: IconName, content: () => (HTMLElement | null)[], className = ''): HTMLElement {
  // It takes the focus of a click on its text, which would else go to the page and close it.
  const panel = el('div', { class: 'panel', tabindex: -1 });
  const summary = el('summary', { class: 'quiet' }, icon(sign), el('span', { class: 'label' }, label));
  const details = el('details', { class: `menu ${className}`, ontoggle: () => details.open && fill(panel, ...content()) }, summary, panel);
  details.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || !details.open) return;
    details.open = false;
    summary.focus();
    // It closes this and nothing around it.
    event.preventDefault();
    event.stopPropagation();
  });
  details.addEventListener('focusout', (event) => {
    const goesElsewhere = event.relatedTarget instanceof Node && !details.contains(event.relatedTarget);
    // Not while the browser is still at it: what it is about to click must not go away.
    if (goesElsewhere) setTimeout(() => (details.open = false));
  });
  return details;
}

/** Closes the menus that a click did not go to. */
export function closeMenusOnClick(): void {
  document.addEventListener('pointerdown', (event) => {
    for (const open of document.querySelectorAll<HTMLDetailsElement>('details.menu[open]')) {
      if (!(event.target instanceof Node && open.contains(event.target))) open.open = false;
    }
  });
}
