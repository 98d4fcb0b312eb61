import { isAbort } from '../api/client';
import type { Frame } from '../api/types';
import type { Question } from '../state/question';
import { endOfDay, parseInstant, startOfDay, type Micros } from '../time/instant';
import { LiveUpdates, type Connection } from './live';
import { loadRecord, type LoadedRecord, type RecordPin } from './load';
import { KnowledgeRecord } from './record';

export type Phase = 'loading' | 'ready' | 'failed';

/** What the views are told. */
export interface Listener {
  /** Another record, more of one, or none. */
  onRecord?(): void;
  /** Another knowledge time. At every frame while a slider is dragged. */
  onTime?(): void;
  /** How many developments have changed since the record was fetched. */
  onNews?(): void;
}

/** The record that the page shows, and the knowledge time at which it shows it. */
export class KnowledgeStore {
  record = new KnowledgeRecord();
  pin: RecordPin | null = null;
  phase: Phase = 'loading';
  error: unknown = null;
  connection: Connection = 'waiting';
  /** Developments that changed in the log since the record was fetched. */
  readonly news = new Set<string>();

  private asked: string | null = null;
  private question: Question | null = null;
  private chosen: Micros | null = null;
  private aborter = new AbortController();
  private live: LiveUpdates | null = null;
  private readonly listeners = new Set<Listener>();

  /** @returns What ends the listening. */
  listen(listener: Listener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Fetches a record where another one is asked for, and goes to its knowledge time. */
  ask(question: Question): void {
    this.question = question;
    this.chosen = question.knownAt;
    if (question.recordQuery === this.asked) this.tell('onTime');
    else void this.load(question);
  }

  /** Fetches it anew: after a failure, or because there is news. */
  reload(): void {
    if (this.question) void this.load(this.question);
  }

  /** Null: the newest. */
  set time(at: Micros | null) {
    if (at === this.chosen) return;
    this.chosen = at;
    this.tell('onTime');
  }

  get time(): Micros | null {
    return this.chosen;
  }

  /** The knowledge time that is shown. */
  get at(): Micros {
    return this.chosen ?? this.end;
  }

  get isNow(): boolean {
    return this.chosen === null;
  }

  /** Where the slider begins: a day before anything was known. */
  get start(): Micros {
    return startOfDay(this.record.first) - 1;
  }

  /** Where it ends: the last day on which anything became known, whether or not it passes the filters. */
  get end(): Micros {
    return endOfDay(Math.max(this.record.last, this.pin ? parseInstant(this.pin.to) : 0));
  }

  private async load(question: Question): Promise<void> {
    this.aborter.abort();
    this.live?.stop();
    const aborter = (this.aborter = new AbortController());
    // What is there stays while the same is fetched anew.
    const isNew = question.recordQuery !== this.asked;
    this.asked = question.recordQuery;
    this.phase = 'loading';
    this.error = null;
    if (isNew) this.show({ record: new KnowledgeRecord(), pin: { basis: 0, edition: '', to: '' } });
    else this.tell('onRecord');
    try {
      const loaded = await loadRecord(question.recordQuery, aborter.signal, (partial) => {
        if (isNew && !aborter.signal.aborted) this.show(partial);
      });
      if (aborter.signal.aborted) return;
      this.phase = 'ready';
      this.show(loaded);
      this.forget();
      if (!question.isPinned) this.follow(question, loaded.pin.basis);
    } catch (error) {
      if (aborter.signal.aborted || isAbort(error)) return;
      this.phase = 'failed';
      this.error = error;
      this.asked = null;
      this.tell('onRecord');
    }
  }

  private show(loaded: LoadedRecord): void {
    this.record = loaded.record;
    this.pin = loaded.pin.edition === '' ? null : loaded.pin;
    this.tell('onRecord');
  }

  private follow(question: Question, basis: number): void {
    this.live = new LiveUpdates(question.filters, basis, (frame) => this.take(frame), (connection) => {
      this.connection = connection;
      this.tell('onNews');
    });
  }

  private take(frame: Frame): void {
    for (const entry of [...frame.learned, ...frame.withdrawn]) this.news.add(entry.id);
    for (const revision of frame.revised) this.news.add(revision.id);
    this.tell('onNews');
  }

  private forget(): void {
    this.news.clear();
    this.tell('onNews');
  }

  private tell(what: keyof Listener): void {
    for (const listener of [...this.listeners]) listener[what]?.();
  }
}
