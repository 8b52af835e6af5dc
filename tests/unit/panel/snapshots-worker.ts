import { answerMessages } from '../../../panel/workers/answer.ts';
import type { SnapshotWorker } from '../../../panel/workers/client.ts';

/** The worker's own code without a thread: messages are cloned as a browser would, and none comes after the end. */
export class InProcessWorker implements SnapshotWorker {
  ended = false;
  /** What was sent to the page, for a test to look at. */
  readonly sent: unknown[] = [];
  #answer: ((message: unknown) => void) | null = null;
  #listener: (message: unknown) => void = () => undefined;
  #failure: (message: string) => void = () => undefined;

  constructor() {
    answerMessages(
      (listener) => {
        this.#answer = listener;
      },
      (reply) => {
        this.sent.push(reply);
        if (!this.ended) this.#listener(reply);
      },
    );
  }

  send(request: unknown): void {
    this.#answer?.(request);
  }

  listen(onMessage: (message: unknown) => void, onFailure: (message: string) => void): void {
    this.#listener = onMessage;
    this.#failure = onFailure;
  }

  end(): void {
    this.ended = true;
  }

  /** As if the thread had broken down. */
  breakDown(message: string): void {
    this.#failure(message);
  }
}
