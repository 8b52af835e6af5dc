import type { EpochMs, Milliseconds } from '@memory-plus/core/model';
import type { History, Stats } from '@memory-plus/core/protocol/backend';
import type { Environment } from '../store/environment.ts';
import type { RecordingModel } from '../store/recording-model.ts';
import { en } from '../strings/en.ts';
import { type Answer, answerOf, ask, redirects } from './ask.ts';
import { BackOff } from './back-off.ts';
import { ClockOffset } from './clock-offset.ts';
import type { ServerEvent } from './event-parser.ts';
import { readStream } from './read-stream.ts';
import { parseJson } from './request.ts';
import { schemas } from './schemas.ts';
import { ServerLife } from './server-rows.ts';
import type { PairingState } from './state.ts';

/** How often readings are asked for where the server offers no stream. */
export const statsInterval: Milliseconds = 2_000;
/** What is fetched of the time before the connection. */
export const recentPast: Milliseconds = 15 * 60_000;
/** A gap shorter than this needs no history: its readings stand 5 s apart. */
const shortestGap: Milliseconds = 5_000;
/** A server that is new more often than this is broken or means ill: each life is a source in the recording. */
const maxRestarts = 500;
/** After a stream broke, before stats are asked. */
const afterBreak: Milliseconds = 1_000;
const never = Number.POSITIVE_INFINITY;

export interface LiveOptions {
  /** Where the API is, without slash at the end. */
  readonly api: string;
  readonly server: () => { readonly origin: string; readonly name: string };
  readonly token: () => string | null;
  readonly environment: Environment;
  readonly model: () => RecordingModel;
  readonly tell: (changes: Partial<PairingState>) => void;
  /** After each reading: what else is due may be asked. */
  readonly read: (stats: Stats) => void;
  readonly signal: AbortSignal;
}

/**
 * The readings of one backend, while the panel can be seen: from its stream where it offers one, else by asking again and again. One request at
 * a time to each of stats, history and stream. What was missed in between comes from the server's history.
 */
export class Live {
  readonly clock = new ClockOffset();
  life: ServerLife | null = null;
  readonly #options: LiveOptions;
  readonly #backOff: BackOff;
  readonly #streamBackOff: BackOff;
  #restarts = 0;
  #backfilled = 0;
  #busy = false;
  #timer: unknown = null;
  #dueAt: EpochMs = 0;
  #streamDue: EpochMs = 0;
  #stream: AbortController | null = null;
  #readAt: EpochMs = Number.NEGATIVE_INFINITY;
  /** Whether the endpoint redirects: looked into once in each run of failures, null before. */
  #redirects: boolean | null = null;

  constructor(options: LiveOptions) {
    this.#options = options;
    this.#backOff = new BackOff(options.environment.random);
    this.#streamBackOff = new BackOff(options.environment.random);
  }

  start(): void {
    const { environment, signal } = this.#options;
    const unsubscribe = environment.onVisibility(() => {
      if (!environment.visible()) this.#stream?.abort();
      this.#schedule();
    });
    signal.addEventListener('abort', () => {
      this.#clearTimer();
      unsubscribe();
    });
    void this.#cycle();
  }

  /** The offset that an answer of any endpoint shows. */
  timed(answer: { readonly sentAt: EpochMs; readonly receivedAt: EpochMs }, serverTime: EpochMs): void {
    this.clock.add(answer.sentAt, answer.receivedAt, serverTime);
    if (this.life) this.life.offset = this.clock.best?.value ?? 0;
  }

  /** Asks once, and then listens to the stream until it ends. */
  async #cycle(): Promise<void> {
    const { signal, environment } = this.#options;
    if (this.#busy || signal.aborted) return;
    this.#busy = true;
    const answer = await this.#askStats();
    if (!signal.aborted) {
      const pause = answer.ok ? await this.#good(answer) : this.#bad(answer);
      this.#dueAt = environment.now() + pause;
    }
    this.#busy = false;
    this.#schedule();
  }

  /** While nobody looks, nothing is asked. */
  #schedule(): void {
    const { environment, signal } = this.#options;
    this.#clearTimer();
    if (signal.aborted || this.#busy || !environment.visible() || this.#dueAt === never) return;
    const pause = Math.max(0, this.#dueAt - environment.now());
    this.#timer = environment.setTimer(() => void this.#cycle(), pause);
  }

  async #askStats(): Promise<Answer<Stats>> {
    const { api, environment, token, signal } = this.#options;
    const url = `${api}/stats`;
    const answer = await ask(
      { url, token: token(), parse: answerOf((schemas) => schemas.statsSchema), signal },
      environment,
    );
    if (answer.ok || answer.status !== 'unreachable' || signal.aborted) return answer;
    this.#redirects ??= await redirects(url, environment);
    return this.#redirects ? { ...answer, status: 'redirected', detail: en.pairing.redirect } : answer;
  }

  async #good(answer: Answer<Stats> & { readonly ok: true }): Promise<Milliseconds> {
    const { environment, signal } = this.#options;
    this.#backOff.reset();
    this.#redirects = null;
    this.timed(answer, answer.value.serverTime);
    if (this.life?.bootId !== answer.value.bootId && !this.#begin(answer.value)) return never;
    await this.#backfill(answer.receivedAt);
    if (signal.aborted) return 0;
    this.#reading(answer.value, answer.receivedAt);
    if (environment.now() < this.#streamDue || !environment.visible()) {
      this.#options.tell({ live: 'polling' });
      return statsInterval;
    }
    return this.#listen();
  }

  #reading(stats: Stats, receivedAt: EpochMs): void {
    const { environment, model, tell, read } = this.#options;
    this.#readAt = environment.now();
    this.life?.stats(stats, receivedAt, model());
    const offset = this.clock.best;
    tell({
      status: 'connected',
      detail: '',
      lastGoodAt: receivedAt,
      retryAt: null,
      clockOffset: offset?.value ?? null,
      clockDoubt: offset?.doubt ?? null,
      restarts: this.#restarts,
      backfilled: this.#backfilled,
    });
    read(stats);
  }

  /** A process that was not seen before. False when there were too many. */
  #begin(stats: Stats): boolean {
    const { model, server, tell } = this.#options;
    const isRestart = this.life !== null;
    if (isRestart && ++this.#restarts > maxRestarts) {
      tell({ status: 'server-error', detail: en.pairing.moreRestarts(maxRestarts), retryAt: null });
      return false;
    }
    this.life = new ServerLife(server(), stats, this.clock.best?.value ?? 0);
    this.#streamDue = 0;
    this.#streamBackOff.reset();
    if (isRestart) this.life.restarted(model());
    return true;
  }

  /** Fetches what the server remembers of the time that was missed. Once for each gap: where it fails, the gap stays one. */
  async #backfill(now: EpochMs): Promise<void> {
    const { life } = this;
    if (!life || (life.backfilled && now - this.#readAt < shortestGap)) return;
    const { api, environment, token, model, signal } = this.#options;
    const begins = life.backfilled ? 0 : Math.max(life.startedAt, now - recentPast);
    const since = Math.max(0, life.recordedUntil, begins + (this.clock.best?.value ?? 0));
    life.backfilled = true;
    const url = `${api}/history?from=${Math.floor(since)}`;
    const answer = await ask<History>(
      { url, token: token(), parse: answerOf((schemas) => schemas.historySchema), signal },
      environment,
    );
    if (answer.ok && answer.value.bootId === life.bootId)
      this.#backfilled += life.history(answer.value, begins, now, model());
  }

  /** Listens until the stream ends. Answers the pause until stats are asked again. */
  async #listen(): Promise<Milliseconds> {
    const { api, environment, token, signal, tell } = this.#options;
    const stream = new AbortController();
    const close = () => stream.abort();
    signal.addEventListener('abort', close);
    this.#stream = stream;
    const take = (event: ServerEvent, at: EpochMs) => this.#event(event, at);
    const end = await readStream({ url: `${api}/stream`, token: token(), signal: stream.signal, take }, environment);
    signal.removeEventListener('abort', close);
    this.#stream = null;
    if (signal.aborted || end.reason === 'closed') return 0;
    tell({ live: 'polling' });
    this.#streamDue =
      end.reason === 'not-offered'
        ? never
        : environment.now() + Math.max(statsInterval, this.#streamBackOff.next(end.retryAfter));
    return end.reason === 'not-offered' || end.reason === 'refused' ? statsInterval : afterBreak;
  }

  /** False where the event makes no sense, or another process speaks: then stats are asked first. */
  #event({ name, data }: ServerEvent, receivedAt: EpochMs): boolean {
    const { model, tell } = this.#options;
    if (name === 'stats') {
      const parsed = answerOf((schemas) => schemas.statsSchema)(data);
      if (!parsed.ok || parsed.value.bootId !== this.life?.bootId) return false;
      this.#streamBackOff.reset();
      this.#reading(parsed.value, receivedAt);
      tell({ live: 'stream' });
    }
    if (name === 'alert') {
      const alert = schemas().alertSchema.safeParse(parseJson(data));
      if (!alert.success) return false;
      this.life?.alerts([alert.data], receivedAt, model());
    }
    return true;
  }

  #bad(answer: Answer<Stats> & { readonly ok: false }): Milliseconds {
    // Neither the token nor the address changes by asking again soon.
    if (answer.status === 'unauthorised') this.#backOff.exhaust();
    const pause = this.#backOff.next(answer.retryAfter);
    const retryAt = this.#options.environment.now() + pause;
    this.#options.tell({ status: answer.status, detail: answer.detail, retryAt, live: null });
    return pause;
  }

  #clearTimer(): void {
    if (this.#timer !== null) this.#options.environment.clearTimer(this.#timer);
    this.#timer = null;
  }
}
