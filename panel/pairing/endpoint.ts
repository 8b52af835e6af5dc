import type { EpochMs, Milliseconds } from '@memory-plus/core/model';
import type { Environment } from '../store/environment.ts';
import { type Answer, ask, type Parse } from './ask.ts';
import { BackOff } from './back-off.ts';

export interface EndpointOptions<T> {
  readonly url: string;
  readonly parse: Parse<T>;
  readonly token: () => string | null;
  readonly interval: Milliseconds;
  readonly environment: Environment;
  /** Ends what is under way for good. */
  readonly signal: AbortSignal;
  readonly take: (answer: Answer<T> & { readonly ok: true }) => void;
  /** What is wrong with it now, for a person; null when it answered. */
  readonly problem: (detail: string | null) => void;
}

/** One endpoint beside the main one: asked when it is due, one request at a time, more rarely while it fails. */
export class Endpoint<T> {
  readonly #options: EndpointOptions<T>;
  readonly #backOff: BackOff;
  #asking = false;
  #dueAt: EpochMs = 0;

  constructor(options: EndpointOptions<T>) {
    this.#options = options;
    this.#backOff = new BackOff(options.environment.random);
  }

  /** Asks if it is time to. */
  tick(): void {
    if (this.#options.environment.now() >= this.#dueAt) void this.ask();
  }

  /** Asks at the next tick, whatever the interval says. */
  refresh(): void {
    this.#dueAt = 0;
  }

  /** Asks now, unless it is being asked. */
  async ask(): Promise<void> {
    const { url, token, parse, interval, environment, signal, take, problem } = this.#options;
    if (this.#asking || signal.aborted) return;
    this.#asking = true;
    const answer = await ask({ url, token: token(), parse, signal }, environment);
    this.#asking = false;
    if (signal.aborted) return;
    if (answer.ok) {
      this.#backOff.reset();
      this.#dueAt = answer.sentAt + interval;
      take(answer);
      problem(null);
      return;
    }
    // A path that is not there does not appear by asking often.
    if (answer.status === 'unauthorised' || answer.status === 'not-a-backend') this.#backOff.exhaust();
    this.#dueAt = environment.now() + Math.max(interval, this.#backOff.next(answer.retryAfter));
    problem(answer.detail);
  }
}
