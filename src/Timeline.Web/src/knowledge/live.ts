import type { Frame } from '../api/types';

export type Connection = 'live' | 'waiting';

/** After which a refused connection is tried again: EventSource only does so by itself where one broke. */
const retryAfter = 5000;

/**
 * Listens to what is recorded after a position. Closed while nobody looks at the page, since a browser keeps few connections to one host; what
 * came meanwhile is told when it is shown again.
 */
export class LiveUpdates {
  private source: EventSource | null = null;
  private position: number;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private readonly onVisibility = () => (document.hidden ? this.close() : this.open());

  constructor(
    private readonly query: string,
    basis: number,
    private readonly onFrame: (frame: Frame, position: number) => void,
    private readonly onConnection: (connection: Connection) => void,
  ) {
    this.position = basis;
    document.addEventListener('visibilitychange', this.onVisibility);
    if (!document.hidden) this.open();
  }

  stop(): void {
    document.removeEventListener('visibilitychange', this.onVisibility);
    this.close();
  }

  private open(): void {
    if (this.source) return;
    const parameters = new URLSearchParams(this.query);
    parameters.set('afterBasis', String(this.position));
    const source = new EventSource(`/api/timeline/live?${parameters}`);
    source.onopen = () => this.onConnection('live');
    source.onerror = () => {
      this.onConnection('waiting');
      if (source.readyState === EventSource.CLOSED) this.openLater();
    };
    source.onmessage = (event: MessageEvent<string>) => {
      this.position = Number(event.lastEventId) || this.position;
      if (event.data) this.onFrame(JSON.parse(event.data) as Frame, this.position);
    };
    this.source = source;
  }

  private openLater(): void {
    this.close();
    this.retry = setTimeout(() => this.open(), retryAfter);
  }

  private close(): void {
    clearTimeout(this.retry);
    this.source?.close();
    this.source = null;
  }
}
