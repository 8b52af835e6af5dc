import {
  type Answer,
  type Ask,
  type Kind,
  type OpenProgress,
  type Problem,
  parseAnswer,
  parseReply,
  type Request,
} from './messages.ts';

/** The page's end of a worker. */
export interface SnapshotWorker {
  send(request: Request): void;
  listen(onMessage: (message: unknown) => void, onFailure: (message: string) => void): void;
  end(): void;
}

/** A question that was not answered, and why. */
export class SnapshotProblem extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.message);
    this.problem = problem;
  }
}

interface Waiting {
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: SnapshotProblem) => void;
}

/** Asks a worker about one set of snapshots. After `close` nothing is answered any more, and their memory is free. */
export class SnapshotClient {
  readonly #worker: SnapshotWorker;
  readonly #waiting = new Map<number, Waiting>();
  readonly #onProgress: (progress: OpenProgress) => void;
  #lastId = 0;
  #closed = false;
  #failure: Problem | null = null;

  constructor(worker: SnapshotWorker, onProgress: (progress: OpenProgress) => void) {
    this.#worker = worker;
    this.#onProgress = onProgress;
    worker.listen(
      (message) => this.#take(message),
      (message) => this.#fail(message),
    );
  }

  /** Rejects with a SnapshotProblem; never settles where the snapshots are closed before. */
  ask<K extends Kind>(kind: K, ask: Ask<K>): Promise<Answer<K>> {
    const id = ++this.#lastId;
    const answered = new Promise<unknown>((resolve, reject) => {
      if (this.#failure) reject(new SnapshotProblem(this.#failure));
      if (this.#closed) return;
      this.#waiting.set(id, { resolve, reject });
      this.#worker.send({ id, kind, ask } as Request);
    });
    return answered.then((answer) => parseAnswer(kind, answer));
  }

  close(): void {
    this.#closed = true;
    this.#waiting.clear();
    this.#worker.end();
  }

  #take(message: unknown): void {
    const reply = parseReply(message);
    if (reply.type === 'progress') {
      if (this.#waiting.has(reply.id)) this.#onProgress(reply.progress);
      return;
    }
    const waiting = this.#waiting.get(reply.id);
    this.#waiting.delete(reply.id);
    if (reply.type === 'answer') waiting?.resolve(reply.answer);
    else waiting?.reject(new SnapshotProblem(reply.problem));
  }

  /** The worker itself broke: whoever waits or asks later is told. */
  #fail(message: string): void {
    this.#failure = { file: null, sort: 'unreadable', message };
    for (const { reject } of this.#waiting.values()) reject(new SnapshotProblem(this.#failure));
    this.close();
  }
}
