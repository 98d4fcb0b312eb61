import type { Dispute, Entry, Figure, Retraction, SourceClaim } from '../api/types';
import { el, outside } from '../dom/el';
import { formatPublished, formatReported } from '../time/format';
import { measureWord } from '../words';
import { describeNumber } from './amount';

/** Who says what: a card a claimant with the figures and sources that are theirs. Never added up, never averaged. */
export function claimCards(entry: Entry): HTMLElement {
  const claimants = [...new Set([...entry.sources, ...(entry.figures ?? [])].map((claim) => claim.attribution))];
  return el('ul', { class: 'claims' }, ...claimants.map((claimant) => claimCard(
    claimant,
    (entry.figures ?? []).filter((figure) => figure.attribution === claimant),
    entry.sources.filter((source) => source.attribution === claimant))));
}

function claimCard(claimant: string, figures: Figure[], sources: SourceClaim[]): HTMLElement {
  return el('li', { class: 'claim' },
    el('h4', {}, claimant),
    ...figures.map((figure) => el('p', { class: 'amount' },
      el('b', {}, describeNumber(figure)), ` ${figure.unit} `, el('span', { class: 'of' }, measureWord(figure.measure).toLowerCase()),
      figure.qualifier ? el('span', { class: 'qualifier' }, ` “${figure.qualifier}”`) : null)),
    ...sources.map((source) => el('p', { class: 'source' }, sourceLine(source), el('span', { class: 'when' }, ` ${formatReported(source, true)}`))));
}

/** A source with its title, its address and the copy in an archive. */
export function sourceLine(source: { publisher: string; title?: string; url?: string; archivedUrl?: string; publishedAt?: string }): HTMLElement {
  return el('span', { class: 'source-line', title: source.publishedAt ? `Published ${formatPublished(source.publishedAt)}` : null },
    outside(source.url, source.publisher), source.title ? ` “${source.title}”` : null,
    source.archivedUrl ? ' ' : null, source.archivedUrl ? outside(source.archivedUrl, '(archived)') : null);
}

export function disputeNote(dispute: Dispute, nameOf: (id: string) => string): HTMLElement {
  return el('div', { class: 'callout disputed' },
    el('p', {}, el('b', {}, `Disputed by ${nameOf(dispute.by)}`), ` ${formatReported(dispute)}`), el('p', {}, dispute.reason), el('p', { class: 'source' }, sourceLine(dispute.source)));
}

export function retractionNote(retraction: Retraction): HTMLElement {
  return el('div', { class: 'callout retracted' },
    el('p', {}, el('b', {}, 'Retracted'), ` ${formatReported(retraction)}`), el('p', {}, retraction.reason), el('p', { class: 'source' }, sourceLine(retraction.source)));
}
