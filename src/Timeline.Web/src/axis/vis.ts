import * as bundle from 'vis-timeline/standalone';

/** What we use of vis-timeline. Its own types name the packages that its standalone build brings along. */
interface Vis {
  Timeline: new (container: HTMLElement, items: VisData<never>, groups: VisData<never>, options: object) => VisTimeline;
  DataSet: new <T extends { id: string }>() => VisData<T>;
  moment: (date: unknown) => { utc(): unknown };
}

export interface VisData<T extends { id: string }> {
  add(items: T[]): void;
  remove(ids: string[]): void;
  clear(): void;
  get(id: string): T | null;
  getIds(): string[];
}

export interface VisTimeline {
  addCustomTime(time: Date, id: string): void;
  setCustomTime(time: Date, id: string): void;
  on(event: 'rangechanged', listener: () => void): void;
  on(event: 'click', listener: (event: { item: string | null }) => void): void;
  getWindow(): { start: Date; end: Date };
  setWindow(start: number, end: number, options: object): void;
  destroy(): void;
}

const { Timeline, DataSet, moment } = bundle as unknown as Vis;
export { DataSet, Timeline, moment };
