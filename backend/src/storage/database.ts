import type { DataSource, DataSourceOptions, QueryRunner } from 'typeorm';
import { privateDirectory } from '../common/private-directory.ts';
import { DatabaseProcess } from './embedded/database-process.ts';
import { embeddedDriver } from './embedded/pool.ts';
import { defaultPool, type StorageLocation } from './location.ts';
import { migrations } from './migrations/index.ts';
import { optionalModule } from './optional-module.ts';

export interface Result {
  readonly rows: readonly unknown[];
  readonly affected: number;
}

export type Query = (sql: string, parameters?: readonly unknown[]) => Promise<Result>;

const connectTimeout = 5_000;
/** A statement that takes longer has failed; none of ours needs a second. */
const queryTimeout = 15_000;
/** Of PostgreSQL's advisory lock, so that of several servers that start at once one migrates. */
const migrationLock = 4_021_706_352;

/** PostgreSQL or the embedded database behind one interface: the same SQL, the same migrations. */
export class Database {
  readonly #source: DataSource;
  readonly #typeorm: typeof import('typeorm');

  private constructor(typeorm: typeof import('typeorm'), source: DataSource) {
    this.#typeorm = typeorm;
    this.#source = source;
  }

  /** @throws Error when nobody answers there, or a package is missing; with what to do */
  static async open(location: StorageLocation): Promise<Database> {
    const typeorm = await optionalModule('typeorm', 'Storage', () => import('typeorm'));
    const source = new typeorm.DataSource({
      type: 'postgres',
      migrations: [...migrations],
      migrationsTableName: 'memory_plus_migrations',
      installExtensions: false,
      logging: false,
      ...('url' in location ? await remote(location) : await embedded(location.directory)),
    } satisfies DataSourceOptions);
    await source.initialize();
    return new Database(typeorm, source);
  }

  readonly query: Query = (sql, parameters) => this.#borrow((runner) => ask(runner)(sql, parameters));

  /** All of it or nothing. */
  transaction<T>(work: (query: Query) => Promise<T>): Promise<T> {
    return this.#borrow(async (runner) => {
      await runner.startTransaction();
      try {
        const result = await work(ask(runner));
        await runner.commitTransaction();
        return result;
      } catch (error) {
        // On a broken connection there is nothing left to undo.
        await runner.rollbackTransaction().catch(() => {});
        throw error;
      }
    });
  }

  /** Brings the tables up to date and returns the names of the migrations that it ran. */
  migrate(): Promise<string[]> {
    return this.#borrow(async (runner) => {
      await runner.query('SELECT pg_advisory_lock($1)', [migrationLock]);
      try {
        const ran = await new this.#typeorm.MigrationExecutor(this.#source, runner).executePendingMigrations();
        return ran.map(({ name }) => name);
      } finally {
        await runner.query('SELECT pg_advisory_unlock($1)', [migrationLock]).catch(() => {});
      }
    });
  }

  /** Names of the migrations that this database has not had yet. */
  pendingMigrations(): Promise<string[]> {
    return this.#borrow(async (runner) => {
      const pending = await new this.#typeorm.MigrationExecutor(this.#source, runner).getPendingMigrations();
      return pending.map(({ name }) => name);
    });
  }

  async close(): Promise<void> {
    if (this.#source.isInitialized) await this.#source.destroy();
  }

  async #borrow<T>(use: (runner: QueryRunner) => Promise<T>): Promise<T> {
    const runner = this.#source.createQueryRunner();
    try {
      await runner.connect();
      return await use(runner);
    } finally {
      await runner.release();
    }
  }
}

/** Whether what was written can never be stored, rather than that nobody is there to store it (SQLSTATE classes 22 and 23). */
export function isBadData(error: unknown): boolean {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  return /^2[23]/.test(code);
}

function ask(runner: QueryRunner): Query {
  return async (sql, parameters = []) => {
    const { records, affected } = await runner.query(sql, [...parameters], true);
    return { rows: records ?? [], affected: affected ?? 0 };
  };
}

async function remote({ url, pool = defaultPool }: Extract<StorageLocation, { url: string }>) {
  const pg = await optionalModule('pg', 'PostgreSQL storage', () => import('pg'));
  return {
    driver: pg.default,
    url,
    poolSize: pool.max,
    connectTimeoutMS: connectTimeout,
    applicationName: 'memory-plus',
    extra: { min: pool.min, query_timeout: queryTimeout, statement_timeout: queryTimeout, keepAlive: true },
    // An idle connection that breaks is replaced at the next query, which says so if it cannot be.
    poolErrorHandler: () => {},
  };
}

async function embedded(directory: string) {
  const process = await DatabaseProcess.open(await privateDirectory(directory));
  return { driver: embeddedDriver(process) };
}
