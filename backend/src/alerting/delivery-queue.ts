import type { Milliseconds } from '@memory-plus/core/model';
import { withDeadline } from '../common/utils/deadline.ts';
import { ManagedTimers } from '../common/utils/managed-timers.ts';
import type { AlertNotice } from './alert-notice.ts';
import type { Compose } from './notifier.ts';
import { type Outcome, send } from './send.ts';

export interface DeliverySettings {
  /** Notices that wait, the one being sent among them; 100 unless told otherwise. Of more the oldest that waits is dropped. */
  readonly capacity?: number;
  /** Tries of one notice; 8 unless told otherwise. */
  readonly attempts?: number;
  /** For one try; 10 s unless told otherwise. */
  readonly timeout?: Milliseconds;
  /** Before the second try, about; doubled before each later one. A second unless told otherwise. */
  readonly pause?: Milliseconds;
  /** No pause is longer, also when the receiver asks for one; five minutes unless told otherwise. */
  readonly longestPause?: Milliseconds;
}

export interface DeliveryStatistics {
  readonly waiting: number;
  readonly sent: number;
  /** Given up: refused, or tried often enough. */
  readonly failed: number;
  /** Never tried to the end: the queue was full, or the process ended. */
  readonly dropped: number;
}

/** Sends notices to one receiver, one after the other and in order. */
export class DeliveryQueue {
  readonly name: string;
  readonly #compose: Compose;
  readonly #settings: Required<DeliverySettings>;
  readonly #log: (message: string) => void;
  readonly #timers = new ManagedTimers();
  readonly #waiting: AlertNotice[] = [];
  #counts = { sent: 0, failed: 0, dropped: 0 };
  #working: Promise<void> | null = null;
  #wake: () => void = () => {};
  #current = new AbortController();
  #closing = false;

  constructor(name: string, compose: Compose, log: (message: string) => void, settings: DeliverySettings = {}) {
    const { capacity = 100, attempts = 8, timeout = 10_000, pause = 1_000, longestPause = 300_000 } = settings;
    this.name = name;
    this.#compose = compose;
    this.#log = log;
    this.#settings = { capacity, attempts, timeout, pause, longestPause };
  }

  push(notice: AlertNotice): void {
    if (this.#closing) {
      this.#drop(notice);
      return;
    }
    this.#waiting.push(notice);
    // The first one is being sent.
    if (this.#waiting.length > this.#settings.capacity)
      for (const dropped of this.#waiting.splice(1, 1)) this.#drop(dropped);
    this.#working ??= this.#work().finally(() => {
      this.#working = null;
    });
  }

  statistics(): DeliveryStatistics {
    return { waiting: this.#waiting.length, ...this.#counts };
  }

  /** Tries once more what waits, for as long as `deadline` allows; what is left then is dropped and counted. */
  async close(deadline: Milliseconds): Promise<void> {
    this.#closing = true;
    this.#wake();
    if (this.#working) await withDeadline(this.#working, deadline);
    this.#timers.clear();
    for (const notice of this.#waiting.splice(0)) this.#drop(notice);
    this.#current.abort();
  }

  async #work(): Promise<void> {
    for (let notice = this.#waiting[0]; notice; notice = this.#waiting[0]) {
      await this.#deliver(notice);
      if (this.#waiting[0] === notice) this.#waiting.shift();
    }
  }

  async #deliver(notice: AlertNotice): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      const outcome = await this.#try(notice);
      // It was dropped, and counted, while this try was under way.
      if (this.#waiting[0] !== notice) return;
      if (outcome.kind === 'sent') {
        this.#counts.sent++;
        return;
      }
      if (outcome.kind === 'refused' || attempt >= this.#settings.attempts || this.#closing) {
        this.#giveUp(notice, outcome, attempt);
        return;
      }
      await this.#rest(Math.max(outcome.after, this.#backOff(attempt)));
    }
  }

  async #try(notice: AlertNotice): Promise<Outcome> {
    this.#current = new AbortController();
    const { signal } = this.#current;
    const cancel = this.#timers.timeout(() => this.#current.abort(), this.#settings.timeout);
    const outcome = await send(this.#compose(notice), signal);
    cancel();
    return outcome;
  }

  #giveUp({ rule, state }: AlertNotice, { reason }: Exclude<Outcome, { kind: 'sent' }>, attempts: number): void {
    this.#counts.failed++;
    this.#log(`The alert ${rule} (${state}) did not reach ${this.name}: ${reason}, ${attempts} tries.`);
  }

  #drop({ rule, state }: AlertNotice): void {
    this.#counts.dropped++;
    this.#log(`The alert ${rule} (${state}) was dropped before it reached ${this.name}.`);
  }

  /** Half of it is chance, so that many processes do not come back at the same moment. */
  #backOff(attempt: number): Milliseconds {
    return this.#settings.pause * 2 ** (attempt - 1) * (0.5 + Math.random() / 2);
  }

  #rest(pause: Milliseconds): Promise<void> {
    if (this.#closing) return Promise.resolve();
    return new Promise((resolve) => {
      const cancel = this.#timers.timeout(resolve, Math.min(pause, this.#settings.longestPause));
      this.#wake = () => {
        cancel();
        resolve();
      };
    });
  }
}
