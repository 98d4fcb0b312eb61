import { Unreachable } from '../api/client';
import { readEvents } from '../api/sse';
import type { Frame } from '../api/types';
import { KnowledgeRecord } from './record';

/** Of which log and up to which position a record is, and the newest knowledge time that the log had there. */
export interface RecordPin {
  basis: number;
  edition: string;
  to: string;
}

export interface LoadedRecord {
  record: KnowledgeRecord;
  pin: RecordPin;
}

/**
 * Fetches how the filtered answer came about, as one replay at full speed. A connection that breaks is taken up once after its last complete
 * frame.
 * @param query Filters and pin, without `knownAt` and `order`.
 * @param onProgress Told now and then, while more is coming.
 */
export async function loadRecord(query: string, signal: AbortSignal, onProgress: (loaded: LoadedRecord) => void): Promise<LoadedRecord> {
  const loaded: LoadedRecord = { record: new KnowledgeRecord(), pin: { basis: 0, edition: '', to: '' } };
  const url = `/api/timeline/replay${query === '' ? '' : `?${query}`}`;
  let lastId: string | undefined;
  let told = performance.now();
  for (let attempt = 1; ; attempt++) {
    try {
      for await (const event of readEvents(url, signal, lastId)) {
        if (event.type === 'end') return loaded;
        lastId = event.id;
        if (event.type === 'start') loaded.pin = JSON.parse(event.data) as RecordPin;
        else loaded.record.add(JSON.parse(event.data) as Frame);
        if (performance.now() - told < 200) continue;
        onProgress(loaded);
        // The page stays usable meanwhile.
        await new Promise((resolve) => setTimeout(resolve));
        told = performance.now();
      }
      throw new Unreachable('The connection was lost.');
    } catch (error) {
      if (!(error instanceof Unreachable) || attempt > 1 || signal.aborted || lastId === undefined) throw error;
    }
  }
}
