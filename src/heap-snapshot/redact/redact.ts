import { SnapshotError } from '../errors.ts';
import { type SnapshotChunks, type SnapshotOptions, throwIfCancelled } from '../options.ts';
import { type DocumentHandler, JsonDocument, type ValueReader } from '../parse/document.ts';
import { foreignFile, HeaderReader } from '../parse/header-reader.ts';
import { IntegerArrayReader } from '../parse/integer-reader.ts';
import { readLayout, type SnapshotLayout } from '../parse/layout.ts';
import { ValueSkipper } from '../parse/value-skipper.ts';
import { EdgeNames, KeptNames, NodeNames } from './kept.ts';
import { StringRewriter } from './string-rewriter.ts';

/** Parts that hold numbers only and are kept as they are. A part that is not known here might hold texts and is emptied. */
const numericParts = [
  'trace_function_infos',
  'trace_tree',
  'samples',
  'locations',
  'scopes',
  'scope_context_vars',
  'scope_uses',
];

/** Runs over a part that may hold no text. */
class NumbersOnly implements ValueReader {
  readonly #skipper = new ValueSkipper();

  get done(): boolean {
    return this.#skipper.done;
  }

  read(bytes: Uint8Array, from: number): number {
    const to = this.#skipper.read(bytes, from);
    if (bytes.subarray(from, to).includes(0x22))
      throw new SnapshotError(
        'version',
        'A part of the snapshot that holds numbers in all known versions holds text: it cannot be redacted.',
      );
    return to;
  }
}

/** Copies what its reader takes to the output. */
class Copying implements ValueReader {
  readonly reader: ValueReader;
  readonly isArray: boolean;
  readonly #copy: (bytes: Uint8Array, from: number, to: number) => void;

  constructor(reader: ValueReader, copy: (bytes: Uint8Array, from: number, to: number) => void) {
    this.reader = reader;
    this.isArray = reader.isArray ?? false;
    this.#copy = copy;
  }

  get done(): boolean {
    return this.reader.done;
  }

  read(bytes: Uint8Array, from: number): number {
    const to = this.reader.read(bytes, from);
    this.#copy(bytes, from, to);
    return to;
  }
}

class Redactor implements DocumentHandler {
  readonly document = new JsonDocument(this);
  readonly #kept = new KeptNames();
  #layout: SnapshotLayout | null = null;
  #strings: StringRewriter | null = null;
  #parts: Uint8Array[] = [];
  #text = '';

  begin(key: string): ValueReader {
    if (key === 'snapshot') return this.#copying(new HeaderReader());
    const layout = this.#layout;
    if (layout === null) throw foreignFile(key);
    if (key === 'nodes')
      return this.#copying(new IntegerArrayReader(key, layout.nodeFieldCount, new NodeNames(layout, this.#kept)));
    if (key === 'edges')
      return this.#copying(new IntegerArrayReader(key, layout.edgeFieldCount, new EdgeNames(layout, this.#kept)));
    if (key === 'strings') {
      this.#strings = new StringRewriter(this.#kept, (text) => this.#writeText(text));
      return this.#strings;
    }
    if (numericParts.includes(key)) return this.#copying(new NumbersOnly());
    this.#writeText('[]');
    return new ValueSkipper();
  }

  end(_key: string, reader: ValueReader): void {
    const header = reader instanceof Copying ? reader.reader : reader;
    if (header instanceof HeaderReader) this.#layout = readLayout(header.value());
  }

  outside(bytes: Uint8Array, from: number, to: number): void {
    this.#flushText();
    this.#parts.push(bytes.slice(from, to));
  }

  #copying(reader: ValueReader): ValueReader {
    return new Copying(reader, (bytes, from, to) => this.outside(bytes, from, to));
  }

  /** Each character stands for one byte. */
  #writeText(text: string): void {
    this.#text += text;
    if (this.#text.length >= 1 << 16) this.#flushText();
  }

  #flushText(): void {
    if (this.#text === '') return;
    const bytes = new Uint8Array(this.#text.length);
    for (let at = 0; at < bytes.length; at++) bytes[at] = this.#text.charCodeAt(at);
    this.#parts.push(bytes);
    this.#text = '';
  }

  taken(): Uint8Array[] {
    this.#flushText();
    const parts = this.#parts;
    this.#parts = [];
    return parts;
  }

  finish(): void {
    this.document.finish();
    if (this.#strings === null || !this.#strings.done)
      throw new SnapshotError('foreign', 'The file has a snapshot header but lacks its strings.');
  }
}

/**
 * Rewrites a snapshot while it streams: structure, sizes, names of classes, functions, variables and properties stay, the
 * contents of strings and regular expressions go, and so do attributes of elements and queries of addresses in names. What a
 * program uses as the name of a property (the keys of a dictionary) is a name and stays.
 *
 * Throws a SnapshotError; what was given out before that is no snapshot and must not be kept.
 */
export async function* redactSnapshot(
  chunks: SnapshotChunks,
  options: Pick<SnapshotOptions, 'signal' | 'onProgress' | 'sizeBytes'> = {},
): AsyncGenerator<Uint8Array, void, undefined> {
  const redactor = new Redactor();
  for await (const chunk of chunks) {
    throwIfCancelled(options.signal);
    redactor.document.push(chunk);
    options.onProgress?.({ phase: 'reading', done: redactor.document.seen, total: options.sizeBytes ?? null });
    yield* redactor.taken();
  }
  redactor.finish();
  yield* redactor.taken();
}
