import { answerImport, type ImportReply, type ImportRequest } from '../../../panel/workers/import.ts';
import type { ImportWorker } from '../../../panel/workers/import-client.ts';

/** The worker's own code without a thread; none of its answers comes after the end. */
export class InProcessImport implements ImportWorker {
  ended = false;
  /** Holds answers back, as a slow machine would, until the test lets go. */
  held: (() => void)[] | null = null;
  #ask: (request: ImportRequest) => void = () => {};
  #reply: (reply: ImportReply) => void = () => {};
  #failure: (message: string) => void = () => {};

  constructor() {
    answerImport(
      (listener) => {
        this.#ask = listener;
      },
      (reply) => {
        const tell = () => !this.ended && this.#reply(reply);
        if (this.held) this.held.push(tell);
        else tell();
      },
    );
  }

  send(request: ImportRequest): void {
    this.#ask(request);
  }

  listen(onReply: (reply: ImportReply) => void, onFailure: (message: string) => void): void {
    this.#reply = onReply;
    this.#failure = onFailure;
  }

  breakDown(message: string): void {
    this.#failure(message);
  }

  end(): void {
    this.ended = true;
  }
}
