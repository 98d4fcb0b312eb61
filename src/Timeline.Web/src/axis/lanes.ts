import type { Context } from '../context';
import type { Version } from '../knowledge/record';
import { kindWord, statusWord } from '../words';

/** How the axis is divided. */
export interface Division {
  name: string;
  laneOf(version: Version): string;
  /** The lanes' words, in their order from top to bottom. */
  arrange(lanes: string[], context: Context): { id: string; words: string }[];
}

const rest = ' rest';

const alike = (name: string, of: (version: Version) => string, words: (id: string) => string): Division => ({
  name,
  laneOf: of,
  arrange: (lanes) => lanes.map((id) => ({ id, words: words(id) })).sort((a, b) => a.words.localeCompare(b.words, 'en')),
});

/** By the actors with the most developments; all others share a lane. */
function byActor(versions: readonly Version[]): Division {
  const counts = new Map<string, number>();
  for (const { entry } of versions) counts.set(entry.actor, (counts.get(entry.actor) ?? 0) + 1);
  const most = [...counts].sort((a, b) => b[1] - a[1]).slice(0, 7).map(([actor]) => actor);
  return {
    name: 'actor',
    laneOf: ({ entry }) => (most.includes(entry.actor) ? entry.actor : rest),
    arrange: (lanes, context) => [...most, rest].filter((id) => lanes.includes(id)).map((id) => ({ id, words: id === rest ? 'Others' : context.names.of(id) })),
  };
}

export const divisions = ['none', 'kind', 'actor', 'status'] as const;

export const divisionWords: Record<string, string> = { kind: 'By kind', actor: 'By actor', status: 'By status', none: 'Together' };

export function division(name: string, versions: readonly Version[]): Division {
  switch (name) {
    case 'actor': return byActor(versions);
    case 'status': return alike('status', ({ entry }) => entry.status, statusWord);
    case 'none': return alike('none', () => '', () => '');
    default: return alike('kind', ({ entry }) => entry.kind, kindWord);
  }
}
