import { say } from '../../words/snapshot-files.ts';
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
    if (this.#text.length + end - from > maximumHeader) throw new SnapshotError('foreign', say('headerEndless'));
    for (let at = from; at < end; at++) this.#text += String.fromCharCode(bytes[at] as number);
    return end;
  }

  value(): unknown {
    try {
      return JSON.parse(this.#text);
    } catch {
      throw new SnapshotError('not-json', say('headerNoJson'));
    }
  }
}

/** What to say about a file whose first part is not the header. */
export function foreignFile(key: string): SnapshotError {
  const known = new Map([
    ['head', 'allocationProfile'],
    ['nodes', 'cpuProfile'],
    ['traceEvents', 'trace'],
  ] as const);
  const what = say(known.get(key as 'head') ?? 'otherJson');
  return new SnapshotError('foreign', say('otherKind', { what }));
}
