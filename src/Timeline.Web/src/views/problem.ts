import { Refused } from '../api/client';
import { el } from '../dom/el';

/** What went wrong, what to do, and a way to try again. */
export function problemPanel(error: unknown, retry: () => void): HTMLElement {
  const isOurs = error instanceof Refused;
  const problem = isOurs ? error.problem : null;
  return el('div', { class: 'state-panel problem', role: 'alert' },
    el('h2', {}, problem ? problem.title : navigator.onLine ? 'The service cannot be reached' : 'You are offline'),
    el('p', {}, problem ? problem.detail : 'What was loaded before stays usable. As soon as there is a connection, try again.'),
    problem?.errors ? el('ul', {}, ...Object.entries(problem.errors).flatMap(([field, messages]) => messages.map((message) => el('li', {}, el('code', {}, field), ` ${message}`)))) : null,
    el('p', { class: 'actions' }, el('button', { type: 'button', class: 'primary', onclick: retry }, 'Try again'), problem?.type.startsWith('/problems/') ? el('a', { href: problem.type }, 'What this means') : null));
}

export function emptyPanel(isFiltered: boolean, clear: () => void): HTMLElement {
  return isFiltered
    ? el('div', { class: 'state-panel' }, el('h2', {}, 'Nothing matches'), el('p', {}, 'No development that was ever known passes these filters.'), el('p', { class: 'actions' }, el('button', { type: 'button', class: 'primary', onclick: clear }, 'Clear the filters')))
    : el('div', { class: 'state-panel' }, el('h2', {}, 'Nothing has been reported yet'), el('p', {}, 'As soon as a development is reported, it appears here. ', el('a', { href: '/openapi/v1.json' }, 'The API'), ' tells how.'));
}

/** Nothing was known at the time that is shown, though something was later. */
export function notYetPanel(next: () => void): HTMLElement {
  return el('div', { class: 'state-panel' }, el('h2', {}, 'Nothing was known yet'), el('p', {}, 'Nobody had reported anything of this by then.'), el('p', { class: 'actions' }, el('button', { type: 'button', class: 'primary', onclick: next }, 'Go to what became known first')));
}
