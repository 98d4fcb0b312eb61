import { getJson } from '../api/client';
import type { Entry, Pinned } from '../api/types';
import type { Context } from '../context';
import type { Question } from '../state/question';
import { withQuery } from '../state/question';

export interface Facet {
  value: string;
  count: number;
}

/** Tags and publishers of the newest thousand entries that the other filters leave: what one may choose from. */
export async function fetchFacets(question: Question, signal?: AbortSignal): Promise<{ tags: Facet[]; publishers: Facet[] }> {
  const query = new URLSearchParams(question.with('tag').with('publisher').recordQuery);
  query.set('limit', '1000');
  query.set('order', 'desc');
  const { items } = await getJson<Pinned & { items: Entry[] }>(withQuery('/api/timeline', query.toString()), signal);
  return {
    tags: count(items.flatMap((entry) => entry.tags ?? [])),
    publishers: count(items.flatMap((entry) => [...new Set(entry.sources.map((source) => source.publisher))])),
  };
}

/** How often each value stands in what is known now: of kinds and statuses. */
export function countKnown(context: Context, of: (entry: Entry) => string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { entry } of context.store.record.recent(context.store.at)) counts.set(of(entry), (counts.get(of(entry)) ?? 0) + 1);
  return counts;
}

function count(values: string[]): Facet[] {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].map(([value, number]) => ({ value, count: number })).sort((a, b) => b.count - a.count || a.value.localeCompare(b.value, 'en'));
}
