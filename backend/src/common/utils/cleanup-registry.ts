import type { Milliseconds } from '@memory-plus/core/model';
import { withDeadline } from './deadline.ts';

export interface CleanupOptions {
  /** Lower runs earlier. Tasks of one order run in reverse order of their registration, as what came last often uses what came first. */
  readonly order?: number;
  readonly timeout?: Milliseconds;
}

export interface CleanupResult {
  readonly name: string;
  readonly outcome: 'done' | 'failed' | 'timed-out';
  readonly duration: Milliseconds;
  readonly error?: unknown;
}

interface Task {
  readonly name: string;
  readonly order: number;
  readonly timeout: Milliseconds;
  readonly run: () => unknown;
}

const defaultTimeout = 5_000;

/** What must be cleaned up before the process ends. Every task runs, whatever the others do, and none longer than its time. */
export class CleanupRegistry {
  #tasks: Task[] = [];
  #running: Promise<readonly CleanupResult[]> | null = null;

  /** Returns what takes the task off the list again. */
  register(name: string, run: () => unknown, { order = 0, timeout = defaultTimeout }: CleanupOptions = {}): () => void {
    const task: Task = { name, order, timeout, run };
    this.#tasks.push(task);
    return () => {
      this.#tasks = this.#tasks.filter((other) => other !== task);
    };
  }

  get size(): number {
    return this.#tasks.length;
  }

  /** Runs each task once. A second call while the first is under way gets the same answer. */
  runAll(): Promise<readonly CleanupResult[]> {
    this.#running ??= this.#runInOrder().finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  async #runInOrder(): Promise<readonly CleanupResult[]> {
    const tasks = this.#tasks.reverse().sort((a, b) => a.order - b.order);
    this.#tasks = [];
    const results: CleanupResult[] = [];
    for (const task of tasks) results.push(await runTask(task));
    return results;
  }
}

async function runTask({ name, run, timeout }: Task): Promise<CleanupResult> {
  const began = performance.now();
  const took = () => performance.now() - began;
  try {
    const inTime = await withDeadline(Promise.resolve().then(run), timeout);
    return { name, outcome: inTime ? 'done' : 'timed-out', duration: took() };
  } catch (error) {
    return { name, outcome: 'failed', duration: took(), error };
  }
}
