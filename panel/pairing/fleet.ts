import type { EpochMs, Milliseconds } from '@memory-plus/core/model';
import type { PrometheusAnswer } from '@memory-plus/core/protocol/backend';
import { type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { Platform } from '../platform/platform.ts';
import type { Environment } from '../store/environment.ts';
import { parseFleetAddress } from './address.ts';
import { type Answer, ask } from './ask.ts';
import { BackOff } from './back-off.ts';
import { FleetInstance, type Ranked, rank } from './fleet-instance.ts';
import type { Refusal } from './pairing.ts';
import {
  byLabel,
  countsByJob,
  figuresOf,
  largest,
  prometheusAnswer,
  queryUrl,
  readingsByInstance,
} from './prometheus.ts';
import type { PairingStatus } from './state.ts';

export const mostInstances = 100;
/** How far back the first query looks. */
export const fleetPast: Milliseconds = 3_600_000;
const refreshInterval: Milliseconds = 15_000;
/** Numbers that one answer may hold, so that it stays far below `maxAnswerBytes`. */
const mostNumbers = 100_000;
const figuresEach = 9;
/** Instances that are judged before the screen is drawn again. */
const judgedAtOnce = 10;

export interface FleetJob {
  readonly name: string;
  readonly instances: number;
}

export interface FleetState {
  readonly status: PairingStatus;
  /** Address of the Prometheus server; empty while idle. */
  readonly base: string;
  readonly detail: string;
  readonly retryAt: EpochMs | null;
  readonly lastGoodAt: EpochMs | null;
  /** Jobs that have instances of the backend, the largest first. */
  readonly jobs: readonly FleetJob[];
  readonly job: string | null;
  /** Outliers first, at most 100. */
  readonly instances: readonly Ranked[];
  /** Instances of the job beyond those. */
  readonly more: number;
  /** Time between two points. */
  readonly step: Milliseconds;
}

/** A fleet of backends as a Prometheus server knows it. */
export interface Fleet {
  readonly state: ReadonlySignal<FleetState>;
  /** Must be called in a click. Answers why it was not tried, or null. */
  connect(url: string): Promise<Refusal | null>;
  choose(job: string): void;
  disconnect(): void;
}

export interface FleetOptions {
  readonly platform: Pick<Platform, 'requestOrigin'>;
  readonly environment: Environment;
  readonly changed: () => void;
}

const noFleet: FleetState = {
  status: 'idle',
  base: '',
  detail: '',
  retryAt: null,
  lastGoodAt: null,
  jobs: [],
  job: null,
  instances: [],
  more: 0,
  step: refreshInterval,
};

export function createFleet(options: FleetOptions): Fleet {
  return new PrometheusFleet(options);
}

type Good = Answer<PrometheusAnswer['data']> & { readonly ok: true };

class PrometheusFleet implements Fleet {
  readonly state: Signal<FleetState> = signal(noFleet);
  readonly #options: FleetOptions;
  readonly #backOff: BackOff;
  #instances = new Map<string, FleetInstance>();
  #ending: AbortController | null = null;
  #timer: unknown = null;
  #busy = false;
  #dueAt: EpochMs = 0;
  #until: EpochMs = 0;

  constructor(options: FleetOptions) {
    this.#options = options;
    this.#backOff = new BackOff(options.environment.random);
  }

  async connect(url: string): Promise<Refusal | null> {
    const address = parseFleetAddress(url);
    if (!address.valid) return address.because;
    if (!(await this.#options.platform.requestOrigin(address.origin).catch(() => false))) return 'no-permission';
    this.disconnect();
    this.#ending = new AbortController();
    this.#tell({ status: 'connecting', base: address.base });
    const { environment } = this.#options;
    const unsubscribe = environment.onVisibility(() => this.#schedule());
    this.#ending.signal.addEventListener('abort', unsubscribe);
    void this.#cycle(this.#ending.signal);
    return null;
  }

  choose(job: string): void {
    if (!this.#ending || this.state.value.job === job) return;
    this.#forget();
    this.#tell({ job, instances: [], more: 0 });
    this.#dueAt = 0;
    this.#schedule();
  }

  disconnect(): void {
    this.#ending?.abort();
    this.#ending = null;
    this.#clearTimer();
    this.#busy = false;
    this.#backOff.reset();
    this.#forget();
    this.state.value = noFleet;
    this.#options.changed();
  }

  #forget(): void {
    this.#instances = new Map();
    this.#until = 0;
  }

  async #cycle(ending: AbortSignal): Promise<void> {
    if (this.#busy || ending.aborted) return;
    this.#busy = true;
    const failure = await this.#refresh(ending);
    if (ending.aborted) return;
    this.#busy = false;
    const { environment } = this.#options;
    const pause = failure ? this.#bad(failure) : refreshInterval;
    if (!failure) this.#backOff.reset();
    this.#dueAt = environment.now() + pause;
    this.#schedule();
  }

  /** While nobody looks, nothing is asked. */
  #schedule(): void {
    const { environment } = this.#options;
    const ending = this.#ending?.signal;
    this.#clearTimer();
    if (!ending || this.#busy || !environment.visible()) return;
    const pause = Math.max(0, this.#dueAt - environment.now());
    this.#timer = environment.setTimer(() => void this.#cycle(ending), pause);
  }

  /** Answers what went wrong, or null. */
  async #refresh(ending: AbortSignal): Promise<(Answer<unknown> & { readonly ok: false }) | null> {
    const counted = await this.#ask(ending, countsByJob);
    if (!counted.ok) return counted;
    const jobs = byLabel(counted.value, 'job')
      .map(([name, instances]) => ({ name, instances }))
      .sort((a, b) => b.instances - a.instances || a.name.localeCompare(b.name));
    const wanted = this.state.value.job;
    const job = jobs.find(({ name }) => name === wanted) ?? jobs[0] ?? null;
    if (job?.name !== wanted) this.#forget();
    this.#tell({
      status: 'connected',
      detail: '',
      retryAt: null,
      lastGoodAt: counted.receivedAt,
      jobs,
      job: job?.name ?? null,
    });
    return job ? this.#readings(ending, job) : null;
  }

  async #readings(ending: AbortSignal, job: FleetJob) {
    let only: readonly string[] | null = null;
    if (job.instances > mostInstances) {
      const chosen = await this.#ask(ending, largest(job.name, mostInstances));
      if (!chosen.ok) return chosen;
      only = byLabel(chosen.value, 'instance').map(([name]) => name);
    }
    const step = stepFor(Math.min(job.instances, mostInstances));
    const to = Math.floor(this.#options.environment.now() / step) * step;
    const from = Math.max(to - fleetPast, this.#until === 0 ? 0 : this.#until - step);
    const answer = await this.#ask(ending, figuresOf(job.name, only), { from, to, step });
    if (!answer.ok) return answer;
    if (this.state.value.job !== job.name) return null;
    this.#until = to;
    await this.#judge(answer, ending);
    if (!ending.aborted && this.state.value.job === job.name) {
      const instances = rank([...this.#instances.values()]);
      this.#tell({ instances, step, more: Math.max(0, job.instances - instances.length) });
    }
    return null;
  }

  /** A few instances at a time, so that the panel stays quick. */
  async #judge({ value }: Good, ending: AbortSignal): Promise<void> {
    const readings = [...readingsByInstance(value)].slice(0, mostInstances);
    const present = new Set(readings.map(([name]) => name));
    for (const name of this.#instances.keys()) if (!present.has(name)) this.#instances.delete(name);
    for (const [index, [name, told]] of readings.entries()) {
      if (index > 0 && index % judgedAtOnce === 0) await this.#breathe();
      if (ending.aborted) return;
      const instance = this.#instances.get(name) ?? new FleetInstance(name);
      this.#instances.set(name, instance);
      instance.add(told);
    }
  }

  #breathe(): Promise<void> {
    return new Promise((resolve) => this.#options.environment.setTimer(resolve, 0));
  }

  async #ask(signal: AbortSignal, query: string, range?: { from: EpochMs; to: EpochMs; step: Milliseconds }) {
    const url = queryUrl(this.state.value.base, query, range);
    return ask({ url, token: null, parse: prometheusAnswer, signal }, this.#options.environment);
  }

  #bad(answer: Answer<unknown> & { readonly ok: false }): Milliseconds {
    if (answer.status === 'unauthorised') this.#backOff.exhaust();
    const pause = this.#backOff.next(answer.retryAfter);
    this.#tell({ status: answer.status, detail: answer.detail, retryAt: this.#options.environment.now() + pause });
    return pause;
  }

  #tell(changes: Partial<FleetState>): void {
    this.state.value = { ...this.state.value, ...changes };
    this.#options.changed();
  }

  #clearTimer(): void {
    if (this.#timer !== null) this.#options.environment.clearTimer(this.#timer);
    this.#timer = null;
  }
}

/** As fine as one answer for all of them may be. */
function stepFor(instances: number): Milliseconds {
  const points = mostNumbers / (figuresEach * Math.max(1, instances));
  return Math.max(refreshInterval, Math.ceil(fleetPast / points / 5_000) * 5_000);
}
