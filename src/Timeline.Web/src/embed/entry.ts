import type { Entry, Figure, Pinned, Source } from '../api/types';
import { describeNumber } from '../entry/amount';
import { statusBadge } from '../entry/status';
import { el, outside } from '../dom/el';
import { formatReported } from '../time/format';
import { describeCertainty, describeOccurred } from '../time/occurred';
import { kindWord, measureWord } from '../words';
import { updateMark } from './updated';

const mostFigures = 4;
const mostSources = 4;

/**
 * One entry: when, what, who says so.
 * @param pin The answer's that it is from.
 * @param page Where the entry is shown in full.
 */
export function embeddedEntry(entry: Entry, pin: Pinned, page: string, nameOf: (actor: string) => string): HTMLElement {
  return el('article', { class: `entry is-${entry.status}`, 'data-id': entry.id },
    el('p', { class: 'meta' }, when(entry), ...badges(entry, pin)),
    el('h2', {}, el('a', { href: `${page}#entry=${encodeURIComponent(entry.id)}` }, entry.headline)),
    ...certainty(entry),
    entry.figures ? figures(entry.figures) : null,
    ...(entry.disputes ?? []).map((dispute) => el('p', { class: 'note disputed' }, el('b', {}, `Disputed by ${nameOf(dispute.by)}`), ` (${formatReported(dispute, true)}): ${dispute.reason}`)),
    entry.retraction ? el('p', { class: 'note retracted' }, el('b', {}, 'Retracted'), ` (${formatReported(entry.retraction, true)}): ${entry.retraction.reason}`) : null,
    sources(entry));
}

function when({ occurred }: Entry): HTMLElement {
  return el('time', { datetime: occurred.from }, describeOccurred(occurred, true));
}

function badges(entry: Entry, pin: Pinned): HTMLElement[] {
  const shown = [el('span', { class: 'kind' }, kindWord(entry.kind))];
  if (entry.status !== 'reported') shown.push(statusBadge(entry.status));
  if (entry.revision > 1) shown.push(updateMark(entry, pin));
  return shown;
}

/** What the words of the date do not say themselves. */
function certainty({ occurred }: Entry): HTMLElement[] {
  const said = describeCertainty(occurred).filter((sentence) => occurred.precision !== 'day' || !sentence.startsWith('The date is known'));
  return said.length === 0 ? [] : [el('p', { class: 'certainty' }, said.join(' '))];
}

function figures(all: Figure[]): HTMLElement {
  return el('ul', { class: 'figures' },
    ...all.slice(0, mostFigures).map((figure) => el('li', {},
      el('b', {}, describeNumber(figure)), ` ${figure.unit} `, el('span', { class: 'of' }, `${measureWord(figure.measure).toLowerCase()}, says `), figure.attribution)),
    all.length > mostFigures ? el('li', { class: 'of' }, `and ${all.length - mostFigures} more`) : null);
}

function sources(entry: Entry): HTMLElement {
  const byPublisher = new Map<string, Source>(entry.sources.map((source) => [source.publisher, source]));
  const shown = [...byPublisher.values()].slice(0, mostSources);
  const rest = byPublisher.size - shown.length;
  const claimed = byPublisher.has(entry.attribution) ? '' : `According to ${entry.attribution}. `;
  return el('p', { class: 'sources' }, claimed, byPublisher.size === 1 ? 'Source: ' : 'Sources: ',
    ...shown.flatMap((source, at) => [at > 0 ? ', ' : '', outside(source.url, source.publisher)]), rest > 0 ? ` and ${rest} more` : null);
}
