import type { ActorNames } from './api/actors';
import type { KnowledgeStore } from './knowledge/store';
import type { Navigation } from './state/navigation';

/** What every part of the page works with. */
export interface Context {
  readonly store: KnowledgeStore;
  readonly navigation: Navigation;
  names: ActorNames;
}
