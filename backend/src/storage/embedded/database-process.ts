import { type ChildProcess, fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { withDeadline } from '../../common/utils/deadline.ts';
import { processEntry } from './entry.ts';
import type { Answer, QueryResult, Question } from './messages.ts';

interface Waiting {
  readonly resolve: (result: QueryResult) => void;
  readonly reject: (error: Error) => void;
}

/** Creating a database for the first time takes seconds, on a busy machine many. */
const openTimeout = 60_000;
const closeTimeout = 10_000;

/**
 * PGlite in a process of its own: neither its memory (some hundred megabytes) nor its time is that of the program that is measured.
 * The process knows nothing of this one's environment and ends with it.
 */
export class DatabaseProcess {
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, Waiting>();
  readonly #ended: Promise<void>;
  #last = 0;
  #over = false;

  private constructor(directory: string) {
    this.#child = fork(processEntry, [directory], {
      env: {},
      execArgv: [],
      serialization: 'advanced',
      stdio: 'ignore',
    });
    this.#ended = new Promise((resolve) => {
      const end = () => {
        this.#fail();
        resolve();
      };
      this.#child.once('exit', end).once('error', end);
    });
    this.#child.on('message', (answer: Answer) => this.#settle(answer));
    this.#child.unref();
  }

  /** @throws Error when there is no database in the folder and none can be made */
  static async open(directory: string): Promise<DatabaseProcess> {
    // Making a database takes half a gigabyte more than using one, which the process would keep: it is made by one of its own.
    if (!existsSync(join(directory, 'pglite', 'PG_VERSION'))) await (await DatabaseProcess.#start(directory)).close();
    return DatabaseProcess.#start(directory);
  }

  static async #start(directory: string): Promise<DatabaseProcess> {
    const opened = new DatabaseProcess(directory);
    const ready = new Promise<QueryResult>((resolve, reject) => opened.#wait(0, { resolve, reject }));
    const inTime = await withDeadline(ready, openTimeout).catch((error: unknown) => error);
    if (inTime === true) return opened;
    opened.kill();
    throw inTime instanceof Error
      ? inTime
      : new Error(`The embedded database did not open in ${openTimeout / 1000} s.`);
  }

  /** @throws Error with PostgreSQL's `code`, or without one when the process is gone */
  query(sql: string, parameters: readonly unknown[]): Promise<QueryResult> {
    return new Promise((resolve, reject) => {
      if (this.#over) return reject(gone());
      const id = ++this.#last;
      this.#wait(id, { resolve, reject });
      this.#child.send({ id, sql, parameters } satisfies Question, (error) => {
        if (error) this.#settle({ id, failure: { message: error.message, code: null } });
      });
    });
  }

  /** Lets it write what it has, and ends it. */
  async close(): Promise<void> {
    if (this.#child.connected) this.#child.disconnect();
    if (!(await withDeadline(this.#ended, closeTimeout))) this.kill();
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }

  /** An answer that is waited for keeps this process alive, and nothing else does. */
  #wait(id: number, waiting: Waiting): void {
    this.#waiting.set(id, waiting);
    this.#child.channel?.ref();
  }

  #settle(answer: Answer): void {
    const waiting = this.#waiting.get(answer.id);
    if (!waiting) return;
    this.#waiting.delete(answer.id);
    if (this.#waiting.size === 0) this.#child.channel?.unref();
    if ('result' in answer) waiting.resolve(answer.result);
    else waiting.reject(errorOf(answer.failure));
  }

  #fail(): void {
    this.#over = true;
    for (const { reject } of this.#waiting.values()) reject(gone());
    this.#waiting.clear();
  }
}

function errorOf({ message, code }: { readonly message: string; readonly code: string | null }): Error {
  return code === null ? new Error(message) : Object.assign(new Error(message), { code });
}

function gone(): Error {
  return new Error('The process of the embedded database has ended.');
}
