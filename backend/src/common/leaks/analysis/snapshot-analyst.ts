import { Worker } from 'node:worker_threads';
import type { Bytes, Milliseconds } from '@memory-plus/core/model';
import { type Analysis, analysisSchema, type Findings } from '@memory-plus/core/protocol/backend';
import type { AnalysisInput } from './analyse.ts';
import { workerEntry } from './entry.ts';

export interface AnalystLimits {
  /** What an analysis may take; then its thread is ended. */
  readonly timeout: Milliseconds;
  /** JavaScript heap of the thread. */
  readonly heap: Bytes;
  /** Memory that may be used now: what an analysis is expected to need beyond it is not begun. */
  readonly available: () => Bytes;
}

export interface AnalysisJob {
  readonly id: string;
  readonly path: string;
  readonly bytes: Bytes;
  readonly before: { readonly id: string; readonly path: string; readonly bytes: Bytes } | null;
}

export type AnalysisState = Pick<Findings, 'state'> & Analysis;

/** Memory of the graph for each byte of the file, rounded up from what was measured. */
const memoryPerByte = 4;

const nothing: Analysis = { suspects: [], growth: null, detail: null };

/** Analyses snapshots in a thread of their own, one after the other, so that the program goes on meanwhile. */
export class SnapshotAnalyst {
  readonly #limits: AnalystLimits;
  readonly #states = new Map<string, AnalysisState>();
  #waiting: AnalysisJob[] = [];
  #worker: Worker | null = null;
  #running: string | null = null;

  constructor(limits: AnalystLimits) {
    this.#limits = limits;
  }

  add(job: AnalysisJob): void {
    this.#states.set(job.id, { state: 'waiting', ...nothing });
    this.#waiting.push(job);
    this.#next();
  }

  state(id: string): AnalysisState | undefined {
    return this.#states.get(id);
  }

  /** The snapshot is gone, and so is the wish to know about it. */
  forget(id: string): void {
    this.#states.delete(id);
    this.#waiting = this.#waiting.filter((job) => job.id !== id);
    if (this.#running === id) void this.#worker?.terminate();
  }

  /** Ends what runs and drops what waits. */
  close(): void {
    for (const { id } of this.#waiting.splice(0)) this.#fail(id, 'The server was stopped before it was analysed.');
    if (this.#running !== null) this.#fail(this.#running, 'The server was stopped while it was analysed.');
    void this.#worker?.terminate();
  }

  #next(): void {
    if (this.#running !== null) return;
    const job = this.#waiting.shift();
    if (!job) return;
    this.#running = job.id;
    this.#set(job.id, { state: 'running', ...nothing });
    // Settles always; a failure is an outcome like another.
    void this.#run(job).then((outcome) => {
      // What was ended from outside has its state already, or none is wanted.
      if (this.#states.get(job.id)?.state === 'running') this.#set(job.id, outcome);
      this.#running = null;
      this.#worker = null;
      this.#next();
    });
  }

  async #run({ path, bytes, before }: AnalysisJob): Promise<AnalysisState> {
    const available = this.#limits.available();
    if (bytes * memoryPerByte > available) {
      return {
        state: 'failed',
        ...nothing,
        detail: 'Too little memory is free to analyse a snapshot of this size here.',
      };
    }
    const both = before !== null && (bytes + before.bytes) * memoryPerByte <= available;
    const outcome = await this.#inThread({ path, before: both ? before : null });
    if (before === null || both || outcome.state === 'failed') return outcome;
    return { ...outcome, detail: 'Too little memory is free to compare it with the earlier snapshot.' };
  }

  #inThread(input: AnalysisInput): Promise<AnalysisState> {
    const { heap, timeout } = this.#limits;
    const worker = new Worker(workerEntry, {
      workerData: input,
      execArgv: [],
      env: {},
      resourceLimits: { maxOldGenerationSizeMb: Math.ceil(heap / 1024 ** 2) },
    });
    worker.unref();
    this.#worker = worker;
    return new Promise((resolve) => {
      const settle = (outcome: AnalysisState) => {
        clearTimeout(timer);
        resolve(outcome);
        void worker.terminate();
      };
      const failed = (detail: string) => settle({ state: 'failed', ...nothing, detail });
      const timer = setTimeout(() => failed(`It took longer than ${timeout / 1000} s and was ended.`), timeout).unref();
      worker.once('message', (message: unknown) => {
        const { data } = analysisSchema.safeParse(message);
        if (data) settle({ state: 'done', ...data });
        else failed('The analysis gave an answer that cannot be passed on.');
      });
      worker.once('error', (error) => failed(reasonOf(error)));
      worker.once('exit', () => failed('The analysis ended without an answer.'));
    });
  }

  #fail(id: string, detail: string): void {
    this.#set(id, { state: 'failed', ...nothing, detail });
  }

  #set(id: string, state: AnalysisState): void {
    if (this.#states.has(id)) this.#states.set(id, state);
  }
}

/** The engine's own messages say what to do; others may name a folder of the server. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'The analysis failed.';
  if ('code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY')
    return 'The analysis needed more memory than it may use.';
  return error.name === 'SnapshotError' ? error.message.slice(0, 1000) : 'The analysis failed.';
}
