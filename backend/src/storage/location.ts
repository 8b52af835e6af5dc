import { homedir, hostname } from 'node:os';
import { join } from 'node:path';
import type { Milliseconds } from '@memory-plus/core/model';

/** Where samples, leak reports and alerts are kept. */
export type StorageLocation =
  | {
      /** postgres://user:password@host:5432/database */
      readonly url: string;
      /** Connections that are kept and that are opened at most: 5 and 20. */
      readonly pool?: { readonly min: number; readonly max: number };
    }
  | {
      /** A folder of its own for the embedded database, which only the user of the process can open (mode 0700). */
      readonly directory: string;
    };

export type StorageOptions = StorageLocation & {
  /** Name of this process among those that share the database. The host's name, or `local` in an embedded one. */
  readonly instance?: string;
  readonly retention?: Partial<Retention>;
};

/** How long things are kept. */
export interface Retention {
  /** Every sample and collection. 7 days. */
  readonly raw: Milliseconds;
  /** Their extremes (of each minute, of each half hour), alerts, leak reports, snapshots' metadata. 30 days. */
  readonly history: Milliseconds;
}

const day = 86_400_000;

export const defaultRetention: Retention = { raw: 7 * day, history: 30 * day };
export const defaultPool = { min: 5, max: 20 };

export function instanceName(options: StorageOptions): string {
  return (options.instance ?? ('url' in options ? hostname() : 'local')).slice(0, 200);
}

/** Where the runnable server keeps its embedded database unless it is told. The port keeps two servers of one user apart. */
export function defaultDirectory(port: number, environment: Readonly<Record<string, string | undefined>>): string {
  const state = environment.XDG_STATE_HOME || environment.LOCALAPPDATA || join(homedir(), '.local', 'state');
  return join(state, 'memory-plus', String(port));
}

/** The database for a message to a person: without user and password. */
export function describeLocation(location: StorageLocation): string {
  if ('directory' in location) return `the embedded database in ${location.directory}`;
  const { hostname: host, port, pathname } = new URL(location.url);
  return `PostgreSQL at ${host}:${port || 5432}${pathname}`;
}

/** What is wrong with them, in words for the person who configures the application. The address is not repeated: it holds a password. */
export function wrongStorage(options: StorageOptions | false): string[] {
  if (options === false) return [];
  const retention = { ...defaultRetention, ...options.retention };
  const pool = ('url' in options && options.pool) || defaultPool;
  return [
    ...('url' in options && !isPostgresUrl(options.url)
      ? ['storage.url is not an address of PostgreSQL, such as postgres://user:password@host:5432/database']
      : []),
    ...('directory' in options && options.directory === '' ? ['storage.directory is empty'] : []),
    ...(pool.min >= 0 && pool.max >= 1 && pool.min <= pool.max
      ? []
      : [`storage.pool: min (${pool.min}) must not be above max (${pool.max})`]),
    ...(retention.raw > 0 && retention.raw <= retention.history
      ? []
      : ['storage.retention: raw must be above 0 and not above history']),
  ];
}

function isPostgresUrl(url: string): boolean {
  return /^postgres(ql)?:\/\/[^/]/.test(url) && URL.canParse(url);
}
