import type { EpochMs } from '@memory-plus/core/model';
import { ProblemError } from '../common/problem.ts';
import { epochNow } from '../common/utils/memory-statistics.ts';
import { pushBounded } from '../common/utils/structures.ts';

/** One admin action. Neither token nor body is in it. */
export interface AuditEntry {
  readonly at: EpochMs;
  readonly action: string;
  /** 200 for an action that was done, else the status that it was refused with. */
  readonly status: number;
}

const mostEntries = 500;

/** Writes down every admin action, also those that were refused, and wrong tokens (action `token`). Keeps the last 500 and passes each on. */
export class AuditLog {
  readonly #entries: AuditEntry[] = [];
  readonly #write: (entry: AuditEntry) => void;

  constructor(write: (entry: AuditEntry) => void) {
    this.#write = write;
  }

  /** Runs `act` and writes down how it ended. Fails as `act` does. */
  async action<T>(action: string, act: () => T | Promise<T>): Promise<T> {
    try {
      const result = await act();
      this.add(action, 200);
      return result;
    } catch (error) {
      this.add(action, error instanceof ProblemError ? error.status : 500);
      throw error;
    }
  }

  /** Oldest first. */
  entries(): readonly AuditEntry[] {
    return this.#entries;
  }

  add(action: string, status: number): void {
    const entry = { at: epochNow(), action, status };
    pushBounded(this.#entries, entry, mostEntries);
    this.#write(entry);
  }
}
