import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { chmod, open, rm, stat, statfs } from 'node:fs/promises';
import { Session } from 'node:inspector/promises';
import os from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { writeHeapSnapshot } from 'node:v8';
import { redactSnapshot } from '@memory-plus/core/heap-snapshot';
import type { Bytes, Milliseconds } from '@memory-plus/core/model';
import type { Preflight, SnapshotEntry } from '@memory-plus/core/protocol/backend';
import { privateDirectory } from '../private-directory.ts';
import { ProblemError } from '../problem.ts';
import { epochNow, readMemory } from '../utils/memory-statistics.ts';
import { type AnalysisState, SnapshotAnalyst } from './analysis/snapshot-analyst.ts';
import { preflight } from './preflight.ts';

export interface SnapshotOptions {
  /** Without it no snapshot is taken and its routes do not exist. Needs an admin token. */
  readonly enabled?: boolean;
  /** A folder of its own, readable by this user only. */
  readonly directory?: string;
  /** Hand snapshots out as V8 wrote them, with every string of the process, also secrets. Without it their strings are taken out. */
  readonly allowRaw?: boolean;
  /** Older ones are removed. */
  readonly most?: number;
  readonly quota?: Bytes;
  readonly coolDown?: Milliseconds;
  readonly longestPause?: Milliseconds;
  /** What the analysis of a snapshot may take, in a thread of its own. */
  readonly analysisTimeout?: Milliseconds;
  readonly analysisHeap?: Bytes;
}

export type ResolvedSnapshotOptions = Required<SnapshotOptions>;

export const defaultSnapshotOptions: ResolvedSnapshotOptions = {
  enabled: false,
  directory: join(os.tmpdir(), `memory-plus-${process.getuid?.() ?? 'user'}`),
  allowRaw: false,
  most: 3,
  quota: 2 * 1024 ** 3,
  coolDown: 600_000,
  longestPause: 30_000,
  analysisTimeout: 600_000,
  analysisHeap: 2 * 1024 ** 3,
};

/** Heap snapshots of this process in a private folder: one at a time, with a cool-down, never without a preflight, never over quota. */
export class SnapshotStore {
  readonly #options: ResolvedSnapshotOptions;
  readonly #analyst: SnapshotAnalyst;
  readonly #reading = new Set<Readable>();
  readonly #takenListeners = new Set<(entry: SnapshotEntry) => void>();
  #entries: SnapshotEntry[] = [];
  #nodesPerByte: number | null = null;
  #running = false;
  #last = Number.NEGATIVE_INFINITY;

  constructor(options: ResolvedSnapshotOptions) {
    this.#options = options;
    const { analysisTimeout: timeout, analysisHeap: heap } = options;
    this.#analyst = new SnapshotAnalyst({ timeout, heap, available: availableMemory });
  }

  /** Oldest first. */
  list(): readonly SnapshotEntry[] {
    return this.#entries;
  }

  /** Calls `listener` for each snapshot that is taken until the returned function is called. */
  onTaken(listener: (entry: SnapshotEntry) => void): () => void {
    this.#takenListeners.add(listener);
    return () => this.#takenListeners.delete(listener);
  }

  /** Snapshots of earlier processes, oldest first; those whose files are gone are left out. */
  async restore(entries: readonly SnapshotEntry[]): Promise<void> {
    const sizes = await Promise.all(
      entries.map(({ id }) =>
        stat(this.#path(id)).then(
          ({ size }) => size,
          () => -1,
        ),
      ),
    );
    const known = new Set(this.#entries.map(({ id }) => id));
    const there = entries.filter(({ id, bytes }, index) => sizes[index] === bytes && !known.has(id));
    this.#entries = [...there, ...this.#entries];
    await this.#evict();
  }

  /** @throws ProblemError 503 when the folder is not private */
  async preflight(): Promise<Preflight> {
    const directory = await privateDirectory(this.#options.directory);
    const { heap } = readMemory();
    const { bavail, bsize } = await statfs(directory);
    return preflight({
      heapUsed: heap.used,
      heapLimit: heap.limit,
      nodesPerByte: this.#nodesPerByte,
      availableMemory: availableMemory(),
      availableDisk: Math.min(bavail * bsize, this.#options.quota),
      longestPause: this.#options.longestPause,
    });
  }

  /** @throws ProblemError 409 (one is being taken), 429 (too early), 503 (folder), 507 (would cost too much) */
  async take(): Promise<{ snapshot: SnapshotEntry; preflight: Preflight }> {
    if (this.#running) throw new ProblemError(409, { detail: 'A snapshot is being taken.' });
    const wait = this.#last + this.#options.coolDown - performance.now();
    if (wait > 0)
      throw new ProblemError(429, { detail: 'The last snapshot was taken too recently.', retryAfter: wait / 1000 });
    this.#running = true;
    try {
      const plan = await this.preflight();
      if (plan.refusal !== null) throw new ProblemError(507, { detail: plan.refusal });
      // Requests that came together with this one are answered before the program stands still.
      await nextTurn();
      return { snapshot: await this.#write(), preflight: plan };
    } finally {
      this.#running = false;
    }
  }

  async #write(): Promise<SnapshotEntry> {
    const id = randomUUID();
    const path = this.#path(id);
    const heapUsed = process.memoryUsage().heapUsed;
    const at = epochNow();
    const pause = await writeQuickly(path);
    this.#last = performance.now();
    await chmod(path, 0o600);
    const { size } = await stat(path);
    const nodes = await nodeCount(path);
    if (nodes !== null) this.#nodesPerByte = nodes / heapUsed;
    const entry = { id, at, bytes: size, nodes, pause };
    this.#entries.push(entry);
    for (const listener of this.#takenListeners) listener(entry);
    await this.#evict();
    this.#analyse();
    return entry;
  }

  /** The newest, and its growth since the one before it. */
  #analyse(): void {
    const [earlier, newest] = [this.#entries.at(-2), this.#entries.at(-1)];
    if (!newest) return;
    const before = earlier ? { id: earlier.id, path: this.#path(earlier.id), bytes: earlier.bytes } : null;
    this.#analyst.add({ id: newest.id, path: this.#path(newest.id), bytes: newest.bytes, before });
  }

  /** What the analysis has found so far. @throws ProblemError 404 for an unknown id */
  findings(id: string): AnalysisState {
    const state = this.#analyst.state(this.#known(id).id);
    if (!state) throw new ProblemError(404, { detail: 'This snapshot was not analysed.' });
    return state;
  }

  /**
   * A snapshot's bytes, without the contents of strings unless the options allow them. The stream fails when it cannot be read to the
   * end; what came before is then no snapshot and must not be ended as one.
   * @throws ProblemError 404 for an unknown id
   */
  read(id: string): Readable {
    const file = createReadStream(this.#path(this.#known(id).id));
    const stream = this.#options.allowRaw ? file : Readable.from(redactSnapshot(file), { objectMode: false });
    this.#reading.add(stream);
    return stream.once('close', () => this.#reading.delete(stream));
  }

  /** Looked up in the list and never made from what the client sent, so no other file can be named. */
  #known(id: string): SnapshotEntry {
    const entry = this.#entries.find((known) => known.id === id);
    if (!entry) throw new ProblemError(404, { detail: 'There is no such snapshot.' });
    return entry;
  }

  /** Ends analyses and readers; the files stay. */
  close(): void {
    this.#analyst.close();
    for (const stream of this.#reading) stream.destroy(new Error('The server was stopped.'));
  }

  /** Removes what this process wrote. */
  async clear(): Promise<void> {
    const entries = this.#entries.splice(0);
    await Promise.all(entries.map(({ id }) => this.#remove(id)));
  }

  async #evict(): Promise<void> {
    const { most, quota } = this.#options;
    const total = () => this.#entries.reduce((sum, { bytes }) => sum + bytes, 0);
    while (this.#entries.length > 1 && (this.#entries.length > most || total() > quota)) {
      const oldest = this.#entries.shift();
      if (oldest) await this.#remove(oldest.id);
    }
  }

  async #remove(id: string): Promise<void> {
    this.#analyst.forget(id);
    await rm(this.#path(id), { force: true });
  }

  #path(id: string): string {
    return join(this.#options.directory, `${id}.heapsnapshot`);
  }
}

/** What this process may take before its container or the machine is full. */
function availableMemory(): Bytes {
  const { rss, containerLimit } = readMemory();
  const free = process.availableMemory?.() ?? os.freemem();
  return Math.min(free, os.freemem(), containerLimit === null ? free : containerLimit - rss);
}

/** With the debugger enabled V8 remembers where the lines of scripts end; without, a large script makes the pause many times longer. */
async function writeQuickly(path: string): Promise<Milliseconds> {
  const session = new Session();
  session.connect();
  try {
    await session.post('Debugger.enable');
    const began = performance.now();
    writeHeapSnapshot(path);
    return performance.now() - began;
  } finally {
    session.disconnect();
  }
}

/** The number of objects, which stands in the first bytes of the file. */
async function nodeCount(path: string): Promise<number | null> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(8192), 0, 8192, 0);
    const found = /"node_count":(\d+)/.exec(buffer.toString('latin1', 0, bytesRead));
    return found ? Number(found[1]) : null;
  } finally {
    await file.close();
  }
}
