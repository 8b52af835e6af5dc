import { SnapshotError } from '../errors.ts';
import type { ValueReader } from './document.ts';
import { ValueSkipper } from './value-skipper.ts';

const maximumHeader = 1 << 20;

/** Keeps the bytes of the header, a small object, for JSON.parse. */
export class HeaderReader implements ValueReader {
  readonly #skipper = new ValueSkipper();
  #text = '';

  get done(): boolean {
    return this.#skipper.done;
  }

  read(bytes: Uint8Array, from: number): number {
    const end = this.#skipper.read(bytes, from);
    if (this.#text.length + end - from > maximumHeader)
      throw new SnapshotError('foreign', 'The header of this file does not end: it is no heap snapshot.');
    for (let at = from; at < end; at++) this.#text += String.fromCharCode(bytes[at] as number);
    return end;
  }

  value(): unknown {
    try {
      return JSON.parse(this.#text);
    } catch {
      throw new SnapshotError('not-json', 'The header of this file is not valid JSON. Take a new snapshot.');
    }
  }
}

/** What to say about a file whose first part is not the header. */
export function foreignFile(key: string): SnapshotError {
  const known: Record<string, string> = {
    head: 'a sampled allocation profile (.heapprofile)',
    nodes: 'a CPU profile (.cpuprofile)',
    traceEvents: 'a performance trace',
  };
  return new SnapshotError(
    'foreign',
    `This is ${known[key] ?? 'JSON of another kind'}, not a heap snapshot: those begin with "snapshot". Save one from DevTools' Memory panel or with v8.writeHeapSnapshot().`,
  );
}
