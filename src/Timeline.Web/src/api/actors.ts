import { getJson } from './client';
import type { ActorRecord, Pinned } from './types';

const pages = 5;

/** Actors' names by id. Where it is not known, the id has to do. */
export class ActorNames {
  private readonly byId = new Map<string, ActorRecord>();

  /** All of them, or of very many the first five thousand. */
  static async load(signal?: AbortSignal): Promise<ActorNames> {
    const names = new ActorNames();
    let url: string | undefined = '/api/actors?limit=1000';
    for (let page = 0; url && page < pages; page++) {
      const answer: Pinned & { items: ActorRecord[]; next?: string } = await getJson(url, signal);
      for (const actor of answer.items) names.byId.set(actor.id, actor);
      url = answer.next;
    }
    return names;
  }

  of(id: string): string {
    return this.byId.get(id)?.name ?? id;
  }

  get(id: string): ActorRecord | undefined {
    return this.byId.get(id);
  }

  all(): ActorRecord[] {
    return [...this.byId.values()].sort((a, b) => a.name.localeCompare(b.name, 'en'));
  }
}
