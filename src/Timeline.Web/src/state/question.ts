import { fromParameter, toParameter, type Micros } from '../time/instant';

/** Filters that take any number of values. */
export const listFilters = ['actor', 'kind', 'status', 'tag', 'publisher'] as const;
export type ListFilter = (typeof listFilters)[number];

const scalarFilters = ['q', 'occurredFrom', 'occurredTo', 'match', 'bbox', 'include'] as const;
const pins = ['basis', 'recordedAt', 'edition'] as const;
const names = [...listFilters, ...scalarFilters, 'order', 'knownAt', ...pins];

/** What is asked, with the names and values of the API's parameters: the page's query string is the API's. Immutable. */
export class Question {
  private readonly values: ReadonlyMap<string, readonly string[]>;

  private constructor(values: Map<string, string[]>) {
    this.values = values;
  }

  /** Takes what the API knows, and leaves the rest. */
  static parse(search: string): Question {
    const parameters = new URLSearchParams(search);
    return new Question(new Map(names.map((name) => [name, parameters.getAll(name).filter((value) => value !== '')])));
  }

  all(name: string): readonly string[] {
    return this.values.get(name) ?? [];
  }

  get(name: string): string | null {
    return this.all(name)[0] ?? null;
  }

  with(name: string, ...values: (string | null)[]): Question {
    const copy = new Map([...this.values].map(([key, list]) => [key, [...list]]));
    copy.set(name, values.filter((value): value is string => value !== null && value !== ''));
    return new Question(copy);
  }

  toggle(name: ListFilter, value: string): Question {
    const before = this.all(name);
    return this.with(name, ...(before.includes(value) ? before.filter((one) => one !== value) : [...before, value]));
  }

  /** Null for the newest. */
  get knownAt(): Micros | null {
    const text = this.get('knownAt');
    return text === null ? null : fromParameter(text);
  }

  withKnownAt(at: Micros | null): Question {
    return this.with('knownAt', at === null ? null : toParameter(at));
  }

  /** Whether it is asked of an older position of the log, or of one edition: then nothing new can come. */
  get isPinned(): boolean {
    return pins.some((name) => this.get(name) !== null);
  }

  get isFiltered(): boolean {
    return [...listFilters, ...scalarFilters].some((name) => this.all(name).length > 0);
  }

  withoutFilters(): Question {
    return [...listFilters, ...scalarFilters].reduce((question: Question, name) => question.with(name), this);
  }

  unpinned(): Question {
    return pins.reduce((question: Question, name) => question.with(name), this);
  }

  /** The filters alone, for calls that have a pin of their own. */
  get filters(): string {
    return this.write([...listFilters, ...scalarFilters]);
  }

  /** All that decides what a record of knowledge holds. */
  get recordQuery(): string {
    return this.write([...listFilters, ...scalarFilters, ...pins]);
  }

  /** All of it, for an address. */
  toString(): string {
    return this.write(names);
  }

  private write(which: readonly string[]): string {
    const parameters = new URLSearchParams();
    for (const name of which) {
      for (const value of this.all(name)) parameters.append(name, value);
    }
    // Readable, as far as a query may be.
    return parameters.toString().replaceAll('%2C', ',').replaceAll('%3A', ':').replaceAll('%2F', '/').replaceAll('%5B', '[').replaceAll('%5D', ']');
  }
}

/** A path with a query, where there is one. */
export const withQuery = (path: string, query: string): string => (query === '' ? path : `${path}?${query}`);
