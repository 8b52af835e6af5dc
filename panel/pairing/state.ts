import type { EpochMs, Milliseconds } from '@memory-plus/core/model';
import type { Health, HeapStatistics, Leaks, ProcessInfo, Snapshots, Stats } from '@memory-plus/core/protocol/backend';

export type PairingStatus =
  | 'idle'
  | 'off'
  | 'connecting'
  | 'connected'
  | 'unreachable'
  | 'not-a-backend'
  | 'unauthorised'
  | 'slow'
  | 'redirected'
  | 'server-error';

/** What the panel shows of its connection to a backend. */
export interface PairingState {
  readonly status: PairingStatus;
  /** Empty while idle. */
  readonly origin: string;
  /** What came instead of an answer; empty while all is well. */
  readonly detail: string;
  readonly lastGoodAt: EpochMs | null;
  /** When it is tried again. */
  readonly retryAt: EpochMs | null;
  /** Server clock minus this browser's, and how far off that may be. */
  readonly clockOffset: Milliseconds | null;
  readonly clockDoubt: Milliseconds | null;
  readonly restarts: number;
  /** How readings come; null before the first. */
  readonly live: 'stream' | 'polling' | null;
  /** Readings that came from the server's history: of the time before, or of a gap. */
  readonly backfilled: number;
}

export const idle: PairingState = {
  status: 'idle',
  origin: '',
  detail: '',
  lastGoodAt: null,
  retryAt: null,
  clockOffset: null,
  clockDoubt: null,
  restarts: 0,
  live: null,
  backfilled: 0,
};

/** The last answers of a backend, whole: what the tables of a recording have no place for. */
export interface BackendDetails {
  readonly stats: Stats | null;
  readonly health: Health | null;
  readonly leaks: Leaks | null;
  readonly heapStatistics: HeapStatistics | null;
  readonly processInfo: ProcessInfo | null;
  readonly snapshots: Snapshots | null;
  /** What is wrong with an endpoint now, by its name. */
  readonly problems: Readonly<Record<string, string>>;
}

export const noDetails: BackendDetails = {
  stats: null,
  health: null,
  leaks: null,
  heapStatistics: null,
  processInfo: null,
  snapshots: null,
  problems: {},
};
