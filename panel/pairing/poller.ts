import type { Milliseconds } from '@memory-plus/core/model';
import type { Health, Stats } from '@memory-plus/core/protocol/backend';
import type { Environment } from '../store/environment.ts';
import type { RecordingModel } from '../store/recording-model.ts';
import { type Answer, ask, redirects, type Schema } from './ask.ts';
import { BackOff } from './back-off.ts';
import { ClockOffset } from './clock-offset.ts';
import type { PairingState } from './pairing.ts';
import { ServerLife } from './server-rows.ts';

export const statsInterval: Milliseconds = 2_000;
export const healthInterval: Milliseconds = 10_000;
/** A server that is new more often than this is broken or means ill: each life is a source in the recording. */
const maxRestarts = 500;

export interface PollerOptions {
  readonly statsUrl: string;
  readonly healthUrl: string;
  readonly statsSchema: Schema<Stats>;
  readonly healthSchema: Schema<Health>;
  readonly origin: string;
  readonly token: string | null;
  readonly environment: Environment;
  readonly model: () => RecordingModel;
  readonly tell: (changes: Partial<PairingState>) => void;
}

/** Asks one backend again and again, while the panel can be seen: at most one request in flight for each of its two endpoints. */
export class Poller {
  readonly #options: PollerOptions;
  readonly #clock = new ClockOffset();
  readonly #backOff: BackOff;
  #life: ServerLife | null = null;
  #restarts = 0;
  #stopped = true;
  #timer: unknown = null;
  #asking = { stats: false, health: false };
  #dueAt = 0;
  #healthDue = 0;
  /** Whether the endpoint redirects: looked into once in each run of failures, null before. */
  #redirects: boolean | null = null;
  #unsubscribe: () => void = () => {};

  constructor(options: PollerOptions) {
    this.#options = options;
    this.#backOff = new BackOff(options.environment.random);
  }

  start(): void {
    this.#stopped = false;
    this.#unsubscribe = this.#options.environment.onVisibility(() => this.#schedule());
    void this.#askStats();
  }

  stop(): void {
    this.#stopped = true;
    this.#clearTimer();
    this.#unsubscribe();
  }

  introduce(model: RecordingModel): void {
    this.#life?.introduce(model);
  }

  async #askStats(): Promise<void> {
    if (this.#stopped || this.#asking.stats) return;
    const { environment, statsUrl, statsSchema, token } = this.#options;
    this.#asking.stats = true;
    let answer = await ask({ url: statsUrl, token, schema: statsSchema }, environment);
    if (!answer.ok && answer.status === 'unreachable' && !this.#stopped) {
      this.#redirects ??= await redirects(statsUrl, environment);
      if (this.#redirects) answer = { ...answer, status: 'redirected', detail: 'a redirect' };
    }
    this.#asking.stats = false;
    if (this.#stopped) return;
    const pause = answer.ok ? this.#good(answer) : this.#bad(answer);
    this.#dueAt = environment.now() + pause;
    this.#schedule();
  }

  /** While nobody looks, nothing is asked. */
  #schedule(): void {
    const { environment } = this.#options;
    this.#clearTimer();
    if (this.#stopped || !environment.visible()) return;
    const pause = Math.max(0, this.#dueAt - environment.now());
    this.#timer = environment.setTimer(() => void this.#askStats(), pause);
  }

  #good({ value, sentAt, receivedAt }: Answer<Stats> & { ok: true }): Milliseconds {
    const { environment, model, origin, tell } = this.#options;
    this.#backOff.reset();
    this.#redirects = null;
    this.#clock.add(sentAt, receivedAt, value.serverTime);
    const clockOffset = this.#clock.value ?? 0;
    if (this.#life?.bootId !== value.bootId && !this.#begin(value, clockOffset)) {
      this.stop();
      return 0;
    }
    this.#life?.stats(value, clockOffset, receivedAt, model());
    const restarts = this.#restarts;
    tell({ status: 'connected', origin, detail: '', lastGoodAt: receivedAt, retryAt: null, clockOffset, restarts });
    if (environment.now() >= this.#healthDue) void this.#askHealth();
    return statsInterval;
  }

  /** A process that was not seen before. False when there were too many. */
  #begin(stats: Stats, clockOffset: Milliseconds): boolean {
    const { model, origin, tell } = this.#options;
    const isRestart = this.#life !== null;
    if (isRestart && ++this.#restarts > maxRestarts) {
      tell({ status: 'server-error', detail: `more than ${maxRestarts} restarts`, retryAt: null });
      return false;
    }
    this.#life = new ServerLife(origin, stats, clockOffset);
    if (isRestart) this.#life.restarted(model());
    return true;
  }

  #bad(answer: Answer<Stats> & { ok: false }): Milliseconds {
    // Neither the token nor the address changes by asking again soon.
    if (answer.status === 'unauthorised') this.#backOff.exhaust();
    const pause = this.#backOff.next(answer.retryAfter);
    const retryAt = this.#options.environment.now() + pause;
    this.#options.tell({ status: answer.status, detail: answer.detail, retryAt });
    return pause;
  }

  async #askHealth(): Promise<void> {
    if (this.#asking.health) return;
    const { environment, healthUrl, healthSchema, token, model } = this.#options;
    this.#asking.health = true;
    this.#healthDue = environment.now() + healthInterval;
    const answer = await ask({ url: healthUrl, token, schema: healthSchema }, environment);
    this.#asking.health = false;
    if (this.#stopped) return;
    if (answer.ok) {
      if (answer.value.bootId === this.#life?.bootId) this.#life.health(answer.value, answer.receivedAt, model());
    } else if (answer.retryAfter !== null) {
      this.#healthDue = environment.now() + Math.min(answer.retryAfter, 300_000);
    }
  }

  #clearTimer(): void {
    if (this.#timer !== null) this.#options.environment.clearTimer(this.#timer);
    this.#timer = null;
  }
}
