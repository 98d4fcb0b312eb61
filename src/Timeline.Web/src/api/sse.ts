import { get, Unreachable } from './client';

export interface ServerSentEvent {
  type: string;
  data: string;
  id: string;
}

/**
 * Reads server-sent events (WHATWG HTML, section 9.2) as a stream that ends: unlike EventSource it tells a refusal, and does not connect again by
 * itself.
 */
export async function* readEvents(url: string, signal: AbortSignal, lastId?: string): AsyncGenerator<ServerSentEvent> {
  const response = await get(url, { signal, accept: 'text/event-stream', headers: lastId ? { 'Last-Event-ID': lastId } : {} });
  if (!response.body) return;
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  // A frame may be long: pieces of a line are only joined when it is complete.
  let pieces: string[] = [];
  let event = blank();
  try {
    for (;;) {
      const { value, done } = await readFrom(reader, signal);
      if (done) return;
      let start = 0;
      for (let end = value.indexOf('\n'); end >= 0; end = value.indexOf('\n', start)) {
        pieces.push(value.slice(start, end));
        const line = pieces.join('');
        pieces = [];
        start = end + 1;
        if (line !== '') {
          take(event, line);
          continue;
        }
        if (event.data !== '') yield event;
        event = blank();
      }
      pieces.push(value.slice(start));
    }
  } finally {
    reader.cancel().catch(() => undefined);
  }
}

async function readFrom(reader: ReadableStreamDefaultReader<string>, signal: AbortSignal) {
  try {
    return await reader.read();
  } catch (error) {
    if (signal.aborted) throw error;
    throw new Unreachable('The connection was lost.');
  }
}

const blank = (): ServerSentEvent => ({ type: 'message', data: '', id: '' });

function take(event: ServerSentEvent, line: string): void {
  const colon = line.indexOf(':');
  const field = colon < 0 ? line : line.slice(0, colon);
  const value = colon < 0 ? '' : line.slice(line[colon + 1] === ' ' ? colon + 2 : colon + 1);
  if (field === 'data') event.data = event.data === '' ? value : `${event.data}\n${value}`;
  else if (field === 'event') event.type = value;
  else if (field === 'id') event.id = value;
}
