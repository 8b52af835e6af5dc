import type { Milliseconds } from '@memory-plus/core/model';

/** What is used of a pool of node-postgres, which TypeORM's PostgreSQL driver has inside. */
export interface ConnectionPool {
  readonly totalCount: number;
  readonly idleCount: number;
  readonly waitingCount: number;
  readonly options: { max: number; min?: number };
  connect(): Promise<PooledClient>;
  /** A connection was given out. */
  on(event: 'acquire', listener: () => void): unknown;
  off(event: 'acquire', listener: () => void): unknown;
}

export interface PooledClient {
  /** True closes the connection instead of giving it back. */
  release(destroy?: boolean): void;
}

/** What is used of a `DataSource` of TypeORM. */
export interface PooledDataSource {
  readonly isInitialized: boolean;
  readonly driver: object;
}

export interface PoolLimits {
  /** 5 unless told otherwise. */
  readonly min?: number;
  /** 20 unless told otherwise. */
  readonly max?: number;
  /** A connection that was idle for this long is closed, down to the minimum; 30 s unless told otherwise. */
  readonly idleTimeout?: Milliseconds;
}

/** Options of a `DataSource` with these limits: `new DataSource({ type: 'postgres', ...poolOptions() })`. */
export function poolOptions({ min = 5, max = 20, idleTimeout = 30_000 }: PoolLimits = {}) {
  return { poolSize: max, extra: { min, max, idleTimeoutMillis: idleTimeout } };
}

/** @throws Error that says what to do when there is no such pool */
export function poolOf(dataSource: PooledDataSource): ConnectionPool {
  if (!dataSource.isInitialized)
    throw new Error('The DataSource is not initialized: call dataSource.initialize() before the pool is watched.');
  const pool: unknown = Reflect.get(dataSource.driver, 'master');
  if (isPool(pool)) return pool;
  throw new Error('This DataSource has no pool of node-postgres: the pool optimizer is for type "postgres" with pg.');
}

function isPool(value: unknown): value is ConnectionPool {
  return (
    typeof value === 'object' &&
    value !== null &&
    ['totalCount', 'idleCount', 'waitingCount'].every((field) => typeof Reflect.get(value, field) === 'number') &&
    'connect' in value &&
    'off' in value &&
    typeof Reflect.get(value, 'options') === 'object'
  );
}
