import type { EpochMs, Milliseconds, Row, TableName } from '@memory-plus/core/model';
import { maxNameLength } from '@memory-plus/core/model';
import type { Alert, Health, HeapStatistics, History, Stats } from '@memory-plus/core/protocol/backend';
import type { RecordingModel } from '../store/recording-model.ts';
import type { SourceState } from '../store/source-state.ts';

/** Services and heap spaces change slowly: a row of each this often is enough. */
const slowInterval: Milliseconds = 10_000;
/** Alerts that are remembered as told: the server lists as many. */
const mostAlerts = 400;

/** One life of a server process: it has a boot id, and its answers become rows of one source, all on this browser's clock. */
export class ServerLife {
  readonly bootId: string;
  readonly startedAt: EpochMs;
  /** Whether its past was asked for. */
  backfilled = false;
  readonly #origin: string;
  #name: string;
  #offset: Milliseconds;
  #limit: number;
  #lastRow: EpochMs = 0;
  #lastServices = Number.NEGATIVE_INFINITY;
  #lastCollection: EpochMs = 0;
  readonly #alerts = new Set<string>();

  constructor(server: { readonly origin: string; readonly name: string }, stats: Stats, offset: Milliseconds) {
    this.bootId = stats.bootId;
    this.#origin = server.origin;
    this.#name = server.name;
    this.#offset = offset;
    this.#limit = stats.heap.limit;
    this.startedAt = Math.max(0, stats.serverTime - stats.uptime - offset);
  }

  /** Adds the source to a recording, with what is known of its name and clock now. */
  introduce(model: RecordingModel): SourceState {
    return model.addSource({
      kind: 'server',
      // A prefix keeps a server from passing itself off as a document.
      id: `server:${this.bootId}`.slice(0, 100),
      startedAt: this.startedAt,
      url: this.#origin,
      name: this.#name.slice(0, maxNameLength),
      bootId: this.bootId,
      clockOffset: this.#offset,
    });
  }

  rename(name: string): void {
    this.#name = name;
  }

  set offset(offset: Milliseconds) {
    this.#offset = offset;
  }

  /** The last moment that is recorded, on the server's clock. */
  get recordedUntil(): EpochMs {
    return this.#lastRow === 0 ? 0 : this.#lastRow + this.#offset;
  }

  /** A server that has restarted: its series begin anew. */
  restarted(model: RecordingModel): void {
    model.append('lifecycle', this.introduce(model), { at: this.startedAt, event: 'restart' });
  }

  /** What the server remembers of a gap. What is recorded already, and what lies before `from`, is left out. Answers the readings added. */
  history({ samples, collections }: History, from: EpochMs, now: EpochMs, model: RecordingModel): number {
    const state = this.introduce(model);
    const after = Math.max(from, this.#lastRow);
    const fits = ({ at }: { at: EpochMs }) => at - this.#offset > after && at - this.#offset <= now;
    const past = [
      ...samples.filter(fits).map((sample) => ({ at: sample.at, add: () => this.#sample(sample, state, model) })),
      ...collections
        .filter((one) => fits(one) && one.at !== this.#lastCollection)
        .map((one) => ({ at: one.at, add: () => this.#collection(one, state, model) })),
    ].sort((a, b) => a.at - b.at);
    for (const { add } of past) add();
    return past.length;
  }

  stats(stats: Stats, receivedAt: EpochMs, model: RecordingModel): void {
    const state = this.introduce(model);
    this.#limit = stats.heap.limit;
    const { last } = stats.collections;
    if (last && last.at !== this.#lastCollection) this.#collection(last, state, model, receivedAt);
    const at = this.#moment(stats.at, receivedAt);
    this.#append(model, 'heap', state, { at, ...stats.heap, floor: false });
    this.#append(model, 'process', state, {
      at,
      rss: stats.rss,
      external: stats.external,
      arrayBuffers: stats.arrayBuffers,
      containerLimit: stats.container.limit,
      eventLoopDelay: stats.eventLoop.p99,
    });
    if (at - this.#lastServices < slowInterval) return;
    this.#lastServices = at;
    for (const service of stats.services) this.#append(model, 'services', state, { at, ...service });
  }

  health(health: Health, receivedAt: EpochMs, model: RecordingModel): void {
    const detail = health.reasons.map((reason) => reason.message).join(' ');
    this.#append(model, 'health', this.introduce(model), {
      at: this.#moment(health.serverTime, receivedAt),
      status: health.status,
      detail: detail.slice(0, maxNameLength),
    });
  }

  spaces({ serverTime, spaces }: HeapStatistics, receivedAt: EpochMs, model: RecordingModel): void {
    const at = this.#moment(serverTime, receivedAt);
    const state = this.introduce(model);
    for (const { name, used, size } of spaces) this.#append(model, 'heapSpaces', state, { at, name, used, size });
  }

  /** Those that were not told before: a stream and a list tell the same ones. */
  alerts(alerts: readonly Alert[], receivedAt: EpochMs, model: RecordingModel): void {
    const state = this.introduce(model);
    for (const { at, rule, level, state: raised, detail } of alerts) {
      const key = `${at} ${rule} ${raised}`;
      if (this.#alerts.has(key)) continue;
      this.#alerts.add(key);
      const [oldest] = this.#alerts;
      if (this.#alerts.size > mostAlerts && oldest !== undefined) this.#alerts.delete(oldest);
      const row = { at: Math.min(receivedAt, Math.max(0, at - this.#offset)), rule, level, state: raised } as const;
      model.append('alerts', state, { ...row, detail: detail.slice(0, maxNameLength) });
    }
  }

  action(row: Row<'actions'>, model: RecordingModel): void {
    model.append('actions', this.introduce(model), { ...row, detail: row.detail.slice(0, maxNameLength) });
  }

  #sample(sample: History['samples'][number], state: SourceState, model: RecordingModel): void {
    const at = this.#moment(sample.at, Number.POSITIVE_INFINITY);
    const { heapUsed: used, heapTotal: total, rss, external, eventLoop } = sample;
    this.#append(model, 'heap', state, { at, used, total, limit: this.#limit, floor: false });
    this.#append(model, 'process', state, {
      at,
      rss,
      external,
      arrayBuffers: null,
      containerLimit: null,
      eventLoopDelay: eventLoop,
    });
  }

  #collection(
    { at, after, pause }: { at: EpochMs; after: number; pause: Milliseconds },
    state: SourceState,
    model: RecordingModel,
    receivedAt = Number.POSITIVE_INFINITY,
  ): void {
    this.#lastCollection = at;
    model.append('collections', state, { at: this.#onOurClock(at, receivedAt), after, pause });
  }

  #append<K extends TableName>(model: RecordingModel, table: K, state: SourceState, row: Row<K>): void {
    this.#lastRow = Math.max(this.#lastRow, row.at);
    model.append(table, state, row);
  }

  #onOurClock(serverTime: EpochMs, receivedAt: EpochMs): EpochMs {
    return Math.min(receivedAt, Math.max(0, serverTime - this.#offset));
  }

  /** On this browser's clock and never before the row that came before. */
  #moment(serverTime: EpochMs, receivedAt: EpochMs): EpochMs {
    return Math.max(this.#lastRow, this.#onOurClock(serverTime, receivedAt));
  }
}
