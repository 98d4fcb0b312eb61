import type { Dispute, FieldChange, Figure, Occurred, Retraction, Source, SourceClaim } from '../api/types';
import { el } from '../dom/el';
import { describeOccurred } from '../time/occurred';
import { fieldWord, kindWord, measureWord, statusWord } from '../words';
import { describeAmount } from './amount';
import { wordDifference } from './difference';

/** What changed, in a line: `status reported → corroborated, sources +1`. */
export function summarizeChanges(changes: readonly FieldChange[]): string {
  const words = changes.map((change) => {
    const { field, before, after } = change;
    if (field === 'status') return `${before} → ${after}`;
    if (Array.isArray(before ?? after)) {
      const { added, removed } = compareLists((before ?? []) as unknown[], (after ?? []) as unknown[]);
      return `${fieldWord(field).toLowerCase()} ${[added.length > 0 ? `+${added.length}` : '', removed.length > 0 ? `−${removed.length}` : ''].filter(Boolean).join(' ')}`.trim();
    }
    return fieldWord(field).toLowerCase();
  });
  return words.join(', ') || 'its record';
}

/** Each field before and after. What is a list is shown by what came and went; a long text by its words. */
export function changeTable(changes: readonly FieldChange[]): HTMLElement {
  return el('dl', { class: 'changes' }, ...changes.flatMap((change) => [el('dt', {}, fieldWord(change.field)), el('dd', {}, ...describeChange(change))]));
}

function describeChange({ field, before, after }: FieldChange): (Node | string)[] {
  if (Array.isArray(before ?? after)) {
    const { added, removed, kept } = compareLists((before ?? []) as unknown[], (after ?? []) as unknown[]);
    if (added.length + removed.length === 0) return ['in another order'];
    return [el('ul', { class: 'came-and-went' },
      ...removed.map((item) => el('li', {}, el('del', {}, describeValue(field, item)))),
      ...added.map((item) => el('li', {}, el('ins', {}, describeValue(field, item)))),
      kept > 0 && el('li', { class: 'kept' }, `${kept} as before`))];
  }
  const [old, fresh] = [describeValue(field, before), describeValue(field, after)];
  if ((field === 'headline' || field === 'summary') && before !== undefined && after !== undefined) return [wordDifference(old, fresh)];
  return [
    before === undefined ? el('span', { class: 'none' }, 'nothing') : el('del', {}, old), el('span', { class: 'to' }, ' → '),
    after === undefined ? el('span', { class: 'none' }, 'nothing') : el('ins', {}, fresh),
  ];
}

function describeValue(field: string, value: unknown): string {
  if (value === undefined || value === null) return '';
  switch (field) {
    case 'occurred': return describeOccurred(value as Occurred);
    case 'kind': return kindWord(String(value));
    case 'status': return statusWord(String(value));
    case 'figures': return describeFigure(value as Figure);
    case 'sources': return describeSource(value as SourceClaim);
    case 'disputes': return `${(value as Dispute).by}: ${(value as Dispute).reason}`;
    case 'retraction': return (value as Retraction).reason;
    case 'participants': return `${(value as { actor: string }).actor} (${(value as { role: string }).role})`;
    case 'places': return (value as { name: string }).name;
    default: return typeof value === 'string' ? value : JSON.stringify(value);
  }
}

const describeFigure = (figure: Figure): string => `${measureWord(figure.measure)}: ${describeAmount(figure)}, says ${figure.attribution}`;

function describeSource(source: SourceClaim): string {
  return source.attribution && source.attribution !== source.publisher ? `${source.publisher}, quoting ${source.attribution}` : source.publisher;
}

export const sourceTitle = (source: Source): string => (source.title ? `${source.publisher}: “${source.title}”` : source.publisher);

/** As sets of equal values, so that one which only moved is kept. */
function compareLists(before: unknown[], after: unknown[]): { added: unknown[]; removed: unknown[]; kept: number } {
  const left = before.map((item) => JSON.stringify(item));
  const added = after.filter((item) => {
    const at = left.indexOf(JSON.stringify(item));
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
  const right = after.map((item) => JSON.stringify(item));
  const removed = before.filter((item) => {
    const at = right.indexOf(JSON.stringify(item));
    if (at >= 0) right.splice(at, 1);
    return at < 0;
  });
  return { added, removed, kept: after.length - added.length };
}
