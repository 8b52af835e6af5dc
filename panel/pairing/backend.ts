import type { EpochMs, Milliseconds } from '@memory-plus/core/model';
import { apiPrefix } from '@memory-plus/core/protocol/backend';
import { type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { Environment } from '../store/environment.ts';
import type { RecordingModel } from '../store/recording-model.ts';
import { type Admin, createAdmin } from './admin.ts';
import { type Answer, answerOf, type SchemaPick } from './ask.ts';
import { Endpoint } from './endpoint.ts';
import { Live } from './live.ts';
import { type BackendDetails, idle, noDetails, type PairingState } from './state.ts';

/** How often what stands beside the readings is asked for. */
export const healthInterval: Milliseconds = 10_000;
const processInterval: Milliseconds = 30_000;
/** Long enough that a list which nobody asked anew is not asked all the time. */
const listInterval: Milliseconds = 60_000;

export interface BackendOptions {
  readonly origin: string;
  readonly name: string;
  readonly token: string | null;
  /** Remembered from before: it answered then. */
  readonly known: boolean;
  readonly environment: Environment;
  readonly model: () => RecordingModel;
  readonly changed: () => void;
}

/** One paired backend: its connection, its last answers, and what can be done there. */
export class Backend {
  readonly origin: string;
  readonly name: Signal<string>;
  readonly state: Signal<PairingState>;
  readonly details: Signal<BackendDetails> = signal(noDetails);
  readonly admin: Admin;
  readonly #options: BackendOptions;
  readonly #hasToken: Signal<boolean>;
  #token: string | null;
  #live: Live | null = null;
  #ending: AbortController | null = null;
  #snapshots: Endpoint<unknown> | null = null;
  #always: readonly Endpoint<unknown>[] = [];
  #watched: readonly Endpoint<unknown>[] = [];
  #watchers = 0;

  constructor(options: BackendOptions) {
    const { origin, name, token, environment, model } = options;
    this.#options = options;
    this.origin = origin;
    this.name = signal(name);
    this.state = signal({ ...idle, status: 'off', origin });
    this.#token = token;
    this.#hasToken = signal(token !== null);
    this.admin = createAdmin({
      api: this.#api,
      name: () => this.name.value,
      token: () => this.#token,
      environment,
      record: (row) => this.#live?.life?.action(row, model()),
      changed: () => this.#refresh(),
    });
  }

  get on(): boolean {
    return this.state.value.status !== 'off';
  }

  /** Whether a backend has ever answered there, or may still. */
  get proven(): boolean {
    const { lastGoodAt, status } = this.state.value;
    return this.#options.known || lastGoodAt !== null || status === 'off' || status === 'connecting';
  }

  /** Whether there is a token; what it is, nobody is told. */
  get hasToken(): ReadonlySignal<boolean> {
    return this.#hasToken;
  }

  /** Begins or ends asking. The life that was seen goes on where it is the same process. */
  switch(on: boolean): void {
    if (on === this.on) return;
    if (on) this.#start();
    else {
      this.#ending?.abort();
      this.#ending = null;
      this.#tell({ ...idle, status: 'off', origin: this.origin, lastGoodAt: this.state.value.lastGoodAt });
    }
  }

  /** Another token, or none, from the next request on. The caller has checked that it may go to this origin. */
  setToken(token: string | null): void {
    this.#token = token;
    this.#hasToken.value = token !== null;
    for (const action of ['gc', 'leak-check', 'snapshot', 'configure', 'clear-history'] as const)
      this.admin.dismiss(action);
    this.#refresh();
  }

  rename(name: string): void {
    this.name.value = name;
    this.#live?.life?.rename(name);
    this.introduce(this.#options.model());
  }

  /** Announces the server to a new recording. */
  introduce(model: RecordingModel): void {
    this.#live?.life?.introduce(model);
  }

  /** Also asks for what only a person who looks at this backend needs, until the answer is called. */
  watch(): () => void {
    this.#watchers++;
    return () => {
      this.#watchers--;
    };
  }

  /** Asks for the list of snapshots now: it says what the next one would cost. */
  async listSnapshots(): Promise<void> {
    await this.#snapshots?.ask();
  }

  get #api(): string {
    return `${this.#options.origin}${apiPrefix}`;
  }

  #start(): void {
    this.#ending = new AbortController();
    const { signal: ending } = this.#ending;
    const { environment, model, origin } = this.#options;
    this.#tell({ ...idle, status: 'connecting', origin, lastGoodAt: this.state.value.lastGoodAt });
    const live = new Live({
      api: this.#api,
      server: () => ({ origin, name: this.name.value }),
      token: () => this.#token,
      environment,
      model,
      tell: (changes) => this.#tell(changes),
      read: (stats) => {
        this.#detail({ stats });
        for (const endpoint of this.#due()) endpoint.tick();
      },
      signal: ending,
    });
    live.life = this.#live?.life ?? null;
    this.#live = live;
    this.#endpoints(live, ending);
    live.start();
  }

  #endpoints(live: Live, ending: AbortSignal): void {
    const { environment, model } = this.#options;
    const life = ({ bootId }: { bootId: string }) => (live.life?.bootId === bootId ? live.life : null);
    const endpoint = <T extends { bootId: string; serverTime: EpochMs }>(
      name: keyof BackendDetails,
      path: string,
      schema: SchemaPick<T>,
      interval: Milliseconds,
      record: (value: T, receivedAt: EpochMs) => void = () => {},
    ) =>
      new Endpoint<T>({
        url: `${this.#api}/${path}`,
        parse: answerOf(schema),
        token: () => this.#token,
        interval,
        environment,
        signal: ending,
        take: (answer: Answer<T> & { readonly ok: true }) => {
          // An answer of a process that has just ended, or of one that was not heard of yet.
          if (!life(answer.value)) return;
          live.timed(answer, answer.value.serverTime);
          record(answer.value, answer.receivedAt);
          this.#detail({ [name]: answer.value });
        },
        problem: (detail) => this.#problem(name, detail),
      });
    this.#always = [
      endpoint(
        'health',
        'health',
        (schemas) => schemas.healthSchema,
        healthInterval,
        (value, at) => life(value)?.health(value, at, model()),
      ),
      endpoint(
        'leaks',
        'leaks',
        (schemas) => schemas.leaksSchema,
        healthInterval,
        (value, at) => life(value)?.alerts(value.alerts, at, model()),
      ),
    ] as readonly Endpoint<unknown>[];
    this.#watched = [
      endpoint(
        'heapStatistics',
        'heap-statistics',
        (schemas) => schemas.heapStatisticsSchema,
        healthInterval,
        (value, at) => life(value)?.spaces(value, at, model()),
      ),
      endpoint('processInfo', 'process-info', (schemas) => schemas.processInfoSchema, processInterval),
    ] as readonly Endpoint<unknown>[];
    this.#snapshots = endpoint(
      'snapshots',
      'leaks/snapshots',
      (schemas) => schemas.snapshotsSchema,
      listInterval,
    ) as Endpoint<unknown>;
  }

  #due(): readonly Endpoint<unknown>[] {
    if (this.#watchers === 0) return this.#always;
    // Without a token the server would only refuse.
    return [...this.#always, ...this.#watched, ...(this.#snapshots && this.#token !== null ? [this.#snapshots] : [])];
  }

  #refresh(): void {
    for (const endpoint of [...this.#always, ...this.#watched]) endpoint.refresh();
    this.#snapshots?.refresh();
  }

  #tell(changes: Partial<PairingState>): void {
    this.state.value = { ...this.state.value, ...changes };
    this.#options.changed();
  }

  #detail(changes: Partial<BackendDetails>): void {
    this.details.value = { ...this.details.value, ...changes };
    this.#options.changed();
  }

  #problem(endpoint: string, detail: string | null): void {
    const { problems } = this.details.value;
    if ((problems[endpoint] ?? null) === detail) return;
    const { [endpoint]: _, ...others } = problems;
    this.#detail({ problems: detail === null ? others : { ...others, [endpoint]: detail } });
  }
}
