import type { Ack, Batch, Received, Rows } from '../protocol/index.ts';

/** What a batch meant: rows to keep (none for a duplicate), and what was lost before it. */
export interface Receipt {
  readonly rows: Rows | null;
  /** Rows the page had to give up, since the last receipt. */
  readonly droppedByPage: number;
  /** Rows of this batch that a boundary refused, and one for each batch that the page holds no longer although it never came. */
  readonly rejected: number;
  /** To be sent back, where something is to be said. */
  readonly ack: Ack | null;
}

interface SessionState {
  seq: number;
  dropped: number;
  /** The seq after which a resend was asked for, to ask once for each gap. */
  asked: number;
}

const maxSessions = 1_000;

/** The panel's end of the road: lets each batch through once and in order, and asks again for what is missing. */
export class Inbox {
  #sessions = new Map<string, SessionState>();

  receive(session: string, batch: Batch): Receipt {
    const state = this.#session(session);
    if (batch.seq <= state.seq)
      return { rows: null, droppedByPage: 0, rejected: 0, ack: { seq: state.seq, resend: false } };
    const expected = Math.max(state.seq + 1, batch.oldest);
    if (batch.seq > expected) {
      const ask = state.asked !== state.seq;
      state.asked = state.seq;
      return { rows: null, droppedByPage: 0, rejected: 0, ack: ask ? { seq: state.seq, resend: true } : null };
    }
    const droppedByPage = Math.max(0, batch.dropped - state.dropped);
    const missed = state.seq > 0 && droppedByPage === 0 ? expected - state.seq - 1 : 0;
    state.seq = batch.seq;
    state.dropped = Math.max(state.dropped, batch.dropped);
    state.asked = -1;
    return {
      rows: batch.rows,
      droppedByPage,
      rejected: batch.rejected + missed,
      ack: { seq: batch.seq, resend: false },
    };
  }

  /** How far each session has come: a new worker lets the pages go on from there. */
  received(): Received[] {
    return [...this.#sessions].map(([session, { seq }]) => ({ session, seq }));
  }

  /** A page is connected again: a gap that was asked for before may be asked for again. */
  reconnected(session: string): void {
    const state = this.#sessions.get(session);
    if (state) state.asked = -1;
  }

  #session(session: string): SessionState {
    let state = this.#sessions.get(session);
    if (!state) {
      state = { seq: 0, dropped: 0, asked: -1 };
      this.#sessions.set(session, state);
      const oldest = this.#sessions.keys().next();
      if (this.#sessions.size > maxSessions && !oldest.done) this.#sessions.delete(oldest.value);
    }
    return state;
  }
}
