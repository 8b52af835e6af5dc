import type { EpochMs, Milliseconds } from '@memory-plus/core/model';
import { maxNameLength } from '@memory-plus/core/model';
import type { Health, Stats } from '@memory-plus/core/protocol/backend';
import type { RecordingModel } from '../store/recording-model.ts';
import type { SourceState } from '../store/source-state.ts';

/** One life of a server process: it has a boot id, and its answers become rows of one source. */
export class ServerLife {
  readonly bootId: string;
  readonly startedAt: EpochMs;
  readonly #origin: string;
  #offset: Milliseconds = 0;
  #lastStats = 0;
  #lastCollection: EpochMs | null = null;

  constructor(origin: string, stats: Stats, offset: Milliseconds) {
    this.bootId = stats.bootId;
    this.#origin = origin;
    this.#offset = offset;
    this.startedAt = Math.max(0, stats.serverTime - stats.uptime - offset);
  }

  /** Adds the source to a recording, with what is known of its clock now. */
  introduce(model: RecordingModel): SourceState {
    return model.addSource({
      kind: 'server',
      // A prefix keeps a server from passing itself off as a document.
      id: `server:${this.bootId}`.slice(0, 100),
      startedAt: this.startedAt,
      url: this.#origin,
      name: new URL(this.#origin).host.slice(0, maxNameLength),
      bootId: this.bootId,
      clockOffset: this.#offset,
    });
  }

  /** A server that has restarted: its series begin anew. */
  restarted(model: RecordingModel): void {
    model.append('lifecycle', this.introduce(model), { at: this.startedAt, event: 'restart' });
  }

  /** Rows of an answer, on this browser's clock and never before the row that came before. */
  stats(stats: Stats, offset: Milliseconds, receivedAt: EpochMs, model: RecordingModel): void {
    this.#offset = offset;
    const state = this.introduce(model);
    const at = Math.max(this.#lastStats, Math.min(receivedAt, Math.max(0, stats.at - offset)));
    this.#lastStats = at;
    const { last } = stats.collections;
    if (last && last.at !== this.#lastCollection) {
      this.#lastCollection = last.at;
      const collectedAt = Math.min(at, Math.max(0, last.at - offset));
      model.append('collections', state, { at: collectedAt, after: last.after, pause: last.pause });
    }
    model.append('heap', state, { at, ...stats.heap, floor: false });
    model.append('process', state, {
      at,
      rss: stats.rss,
      external: stats.external,
      arrayBuffers: stats.arrayBuffers,
      containerLimit: stats.container.limit,
      eventLoopDelay: stats.eventLoop.p99,
    });
  }

  health(health: Health, receivedAt: EpochMs, model: RecordingModel): void {
    const detail = health.reasons.map((reason) => reason.message).join(' ');
    model.append('health', this.introduce(model), {
      at: Math.max(this.#lastStats, receivedAt),
      status: health.status,
      detail: detail.slice(0, maxNameLength),
    });
  }
}
