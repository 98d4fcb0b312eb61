import { ActorNames } from '../api/actors';
import { getJson } from '../api/client';
import type { Entry, Pinned } from '../api/types';
import { el, fill } from '../dom/el';
import { formatKnown } from '../time/format';
import { parseInstant } from '../time/instant';
import { problemPanel } from '../views/problem';
import { embeddedEntry } from './entry';
import { tellHeight } from './height';
import { EmbedRequest } from './request';

interface Page extends Pinned {
  items: Entry[];
  next?: string;
}

const main = document.querySelector('main')!;
const request = new EmbedRequest(location.search);
tellHeight();
void show();

async function show(): Promise<void> {
  try {
    // A name that is missing is shown by its id: no reason to stop.
    const [page, names] = await Promise.all([getJson<Page>(request.api), ActorNames.load().catch(() => new ActorNames())]);
    fill(main, ...timeline(page, names));
    document.documentElement.dataset['state'] = 'ready';
  } catch (error) {
    const panel = problemPanel(error, () => void show());
    fill(main, el('h1', { class: 'unseen' }, 'Timeline'), panel);
    document.documentElement.dataset['state'] = 'failed';
  }
}

function timeline(page: Page, names: ActorNames): Node[] {
  const pinned = request.pinned(page);
  const about = request.question.all('actor').map((actor) => names.of(actor)).join(', ');
  const known = el('time', { datetime: page.knownAt }, formatKnown(parseInstant(page.knownAt)));
  const title = request.question.knownAt === null ? 'Known as of ' : 'As known on ';
  document.title = `${title}${known.textContent}${about ? ` about ${about}` : ''} · Timeline`;
  const list = el('ol', { class: 'entries' });
  const more = el('button', { type: 'button', class: 'more' }, 'Show more');
  more.addEventListener('click', () => void goOn());
  const problem = el('div', {});
  let next = page.next;
  add(page);
  return [
    el('header', {}, about ? el('p', { class: 'about' }, about) : null, el('h1', {}, title, known)),
    page.items.length > 0 ? list : el('p', { class: 'nothing' }, 'Nothing of this was known by then.'),
    more, problem,
    el('footer', {}, el('a', { href: request.page }, 'Full timeline'), el('a', { href: pinned, title: 'Shows this for ever, whatever is reported or corrected later' }, 'Permalink'), el('a', { href: page.permalink }, 'Data')),
  ];

  function add(part: Page): void {
    list.append(...part.items.map((entry) => el('li', {}, embeddedEntry(entry, page, pinned, (actor) => names.of(actor)))));
    next = part.next;
    more.hidden = next === undefined;
  }

  async function goOn(): Promise<void> {
    const last = list.lastElementChild;
    more.disabled = true;
    try {
      add(await getJson<Page>(next!));
      fill(problem);
      // Reading goes on with the first that was added.
      last?.nextElementSibling?.querySelector('a')?.focus();
    } catch (error) {
      fill(problem, problemPanel(error, () => void goOn()));
    } finally {
      more.disabled = false;
    }
  }
}
