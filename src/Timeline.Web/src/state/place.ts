import { Question, withQuery } from './question';

export type View = 'timeline' | 'actor' | 'changes';

/** How the list is sorted, and the axis divided. The page's own state, so it is in the fragment. */
export interface Display {
  /** The development that is opened, or null. */
  entry: string | null;
  /** By what the axis is divided into lanes. */
  lanes: string | null;
}

/** What an address of the page says. */
export interface Place {
  view: View;
  /** Of an actor's page. */
  actor: string | null;
  question: Question;
  /** Of the comparison: its two dates, as given. */
  from: string | null;
  to: string | null;
  display: Display;
}

export function parsePlace(url: URL): Place {
  const [, first, second] = url.pathname.split('/');
  const view = first === 'actors' && second ? 'actor' : first === 'changes' ? 'changes' : 'timeline';
  const fragment = new URLSearchParams(url.hash.slice(1));
  return {
    view,
    actor: view === 'actor' ? decode(second!) : null,
    question: Question.parse(url.search),
    from: url.searchParams.get('from'),
    to: url.searchParams.get('to'),
    display: { entry: fragment.get('entry'), lanes: fragment.get('lanes') },
  };
}

export function formatPlace(place: Place): string {
  const query = [place.view === 'changes' ? formatEnds(place) : '', place.question.toString()].filter((part) => part !== '').join('&');
  const fragment = new URLSearchParams();
  if (place.display.entry) fragment.set('entry', place.display.entry);
  if (place.display.lanes) fragment.set('lanes', place.display.lanes);
  return withQuery(pathOf(place), query) + (fragment.size > 0 ? `#${fragment}` : '');
}

export const timelinePath = '/';
export const changesPath = '/changes';
export const actorPath = (id: string): string => `/actors/${encodeURIComponent(id)}`;

function pathOf(place: Place): string {
  return place.view === 'actor' ? actorPath(place.actor!) : place.view === 'changes' ? changesPath : timelinePath;
}

function formatEnds(place: Place): string {
  const ends = new URLSearchParams();
  if (place.from) ends.set('from', place.from);
  if (place.to) ends.set('to', place.to);
  return ends.toString().replaceAll('%3A', ':');
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
