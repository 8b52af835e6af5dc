import { EventEmitter } from 'node:events';
import type { DatabaseProcess } from './database-process.ts';
import type { QueryResult } from './messages.ts';

type Release = () => void;
type Connected = (error: Error | null, client: EmbeddedClient | null, release: Release) => void;

/** What TypeORM expects of a client of `pg`. */
class EmbeddedClient extends EventEmitter {
  readonly #process: DatabaseProcess;

  constructor(process: DatabaseProcess) {
    super();
    this.#process = process;
  }

  query(sql: string, parameters: readonly unknown[] = []): Promise<QueryResult> {
    return this.#process.query(sql, parameters);
  }
}

/**
 * The driver that TypeORM is given instead of `pg`. An embedded database has one session, so there is one client, lent to one caller at
 * a time: no statement of another gets into a transaction.
 */
export function embeddedDriver(process: DatabaseProcess): { Pool: new () => EventEmitter } {
  const client = new EmbeddedClient(process);
  let last: Promise<void> = Promise.resolve();
  return {
    Pool: class EmbeddedPool extends EventEmitter {
      connect(connected: Connected): void {
        const before = last;
        last = new Promise((resolve) => {
          void before.then(() => connected(null, client, resolve));
        });
      }

      end(ended: (error: Error | null) => void): void {
        void last.then(() => process.close()).then(() => ended(null), ended);
      }
    },
  };
}
