import type { Context } from '../context';
import type { Entry } from '../api/types';
import { el } from '../dom/el';
import type { Version } from '../knowledge/record';
import { actorPath } from '../state/place';
import { formatShortDay } from '../time/format';
import { describeOccurred } from '../time/occurred';
import { parseInstant } from '../time/instant';
import { kindWord } from '../words';
import { figureChip } from './amount';
import { summarizeChanges } from './changes';
import { statusBadge } from './status';

const mostFigures = 3;

/** The address that opens an entry's drawer where one is. */
export const entryLink = (id: string): string => `#entry=${encodeURIComponent(id)}`;

/** One entry of a list. The heading's link covers the row; links inside lie above it. */
export function entryRow(version: Version, context: Context): HTMLElement {
  const { entry } = version;
  return el('article', { class: `entry is-${entry.status}`, 'data-id': entry.id },
    el('p', { class: 'kicker' }, el('span', { class: 'kind' }, kindWord(entry.kind)), statusBadge(entry.status)),
    el('h3', {}, el('a', { href: entryLink(entry.id), class: 'cover' }, entry.headline)),
    el('p', { class: 'meta' }, el('time', entry.occurred.from ? { datetime: entry.occurred.from } : {}, describeOccurred(entry.occurred, true)), ...actors(entry, context), ...claimants(entry)),
    entry.figures ? el('ul', { class: 'figures' }, ...entry.figures.slice(0, mostFigures).map(figureChip), entry.figures.length > mostFigures && el('li', { class: 'more' }, `and ${entry.figures.length - mostFigures} more`)) : null,
    entry.retraction ? el('p', { class: 'note' }, `Taken back: ${entry.retraction.reason}`) : null,
    version.before ? el('p', { class: 'note' }, `Revised ${formatShortDay(version.from)}: ${summarizeChanges(version.changes)}`) : null,
    isLate(version) ? el('p', { class: 'note late' }, `First known ${formatShortDay(parseInstant(entry.knownFrom))}`) : null);
}

function actors(entry: Entry, context: Context): (Node | string)[] {
  return [' · ', el('a', { href: actorPath(entry.actor) }, context.names.of(entry.actor))];
}

function claimants(entry: Entry): string[] {
  const publishers = [...new Set(entry.sources.map((source) => source.publisher))];
  const more = publishers.length - 1;
  return [` · ${publishers[0] ?? entry.attribution}${more > 0 ? ` and ${more} more` : ''}`];
}

/** Whether what is shown became known at another time than the development. */
const isLate = (version: Version): boolean => version.before !== null && parseInstant(version.entry.knownFrom) !== version.from;
