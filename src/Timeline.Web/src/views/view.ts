import type { Place } from '../state/place';

/** One of the page's views, in its main element. */
export interface View {
  readonly element: HTMLElement;
  readonly title: string;
  /** Another address of the same view. */
  update(place: Place): void;
  /** The actors' names have come, or others. */
  rename(): void;
  destroy(): void;
}
