import { type Row, type TableName, type Tuple, tableNames } from '../model/index.ts';
import { type Ack, type Batch, maxRowsPerBatch, type Rows, toTuple } from '../protocol/index.ts';
import type { Timers } from './hop.ts';

export interface OutboxLimits {
  /** Longest time that a row waits before it is sent. */
  readonly flushEvery: number;
  /** Estimated bytes of batches that are sent and not acknowledged; beyond it the oldest go and their rows are counted. */
  readonly maxBytes: number;
}

export const outboxLimits: OutboxLimits = { flushEvery: 250, maxBytes: 4_000_000 };

interface Held {
  readonly batch: Omit<Batch, 'oldest' | 'dropped'>;
  readonly rows: number;
  readonly bytes: number;
}

/**
 * The page's end of the road and its source of truth: rows are put into numbered batches, sent, and held until the panel has them.
 * The road may lose any message at any time; `ack` with `resend` makes it whole again (tests/unit/transport/relay.test.ts).
 */
export class Outbox {
  readonly #send: (batch: Batch) => void;
  readonly #timers: Timers;
  readonly #limits: OutboxLimits;
  #pending: { [K in TableName]?: Tuple[] } = {};
  #pendingRows = 0;
  #pendingBytes = 0;
  #timer: unknown;
  #held: Held[] = [];
  #heldBytes = 0;
  #seq = 0;
  #dropped = 0;
  #sentBytes = 0;
  #sentBatches = 0;

  constructor(send: (batch: Batch) => void, timers: Timers, limits: OutboxLimits = outboxLimits) {
    this.#send = send;
    this.#timers = timers;
    this.#limits = limits;
  }

  /** Takes a row; it leaves with the next flush. */
  put<K extends TableName>(table: K, row: Row<K>): void {
    const tuple = toTuple(table, row);
    let rows = this.#pending[table];
    if (!rows) {
      rows = [];
      this.#pending[table] = rows;
    }
    rows.push(tuple);
    this.#pendingRows++;
    this.#pendingBytes += estimateBytes(tuple);
    if (this.#pendingRows >= maxRowsPerBatch) this.flush();
    else this.#timer ??= this.#timers.set(() => this.flush(), this.#limits.flushEvery);
  }

  /** Sends what waits, now. */
  flush(): void {
    if (this.#timer !== undefined) this.#timers.clear(this.#timer);
    this.#timer = undefined;
    if (this.#pendingRows === 0) return;
    const held: Held = {
      batch: { seq: ++this.#seq, rejected: 0, rows: inTableOrder(this.#pending) },
      rows: this.#pendingRows,
      bytes: this.#pendingBytes,
    };
    this.#pending = {};
    this.#pendingRows = 0;
    this.#pendingBytes = 0;
    this.#held.push(held);
    this.#heldBytes += held.bytes;
    while (this.#heldBytes > this.#limits.maxBytes && this.#held.length > 1) this.#dropOldest();
    this.#transmit(held);
  }

  /** Forgets what has arrived; sends again what has not, when asked. An ack of the future is a lie and ignored. */
  ack({ seq, resend }: Ack): void {
    if (seq > this.#seq) return;
    while (this.#held[0] && this.#held[0].batch.seq <= seq) this.#release();
    if (resend) for (const held of [...this.#held]) this.#transmit(held);
  }

  /** What was sent so far, for the meter of our own cost. */
  get traffic(): { readonly bytes: number; readonly batches: number } {
    return { bytes: this.#sentBytes, batches: this.#sentBatches };
  }

  #transmit(held: Held): void {
    this.#sentBytes += held.bytes;
    this.#sentBatches++;
    this.#send({ ...held.batch, oldest: this.#held[0]?.batch.seq ?? held.batch.seq, dropped: this.#dropped });
  }

  #release(): Held | undefined {
    const held = this.#held.shift();
    if (held) this.#heldBytes -= held.bytes;
    return held;
  }

  #dropOldest(): void {
    this.#dropped += this.#release()?.rows ?? 0;
  }
}

function inTableOrder(rows: Rows): Rows {
  return Object.fromEntries(tableNames.flatMap((name) => (rows[name] ? [[name, rows[name]]] : []))) as Rows;
}

function estimateBytes(tuple: Tuple): number {
  let bytes = 16;
  for (const cell of tuple)
    bytes += typeof cell === 'string' ? 2 * cell.length : Array.isArray(cell) ? 8 * cell.length : 8;
  return bytes;
}
