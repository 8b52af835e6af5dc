import { withDeadline } from '../common/utils/deadline.ts';
import { type Cancel, ManagedTimers } from '../common/utils/managed-timers.ts';
import { Database, isBadData } from './database.ts';
import { describeLocation, type StorageLocation } from './location.ts';

const shortestRetry = 1_000;
const longestRetry = 30_000;
/** The start of the application waits so long for the database, and its end as long for the last rows. */
export const patience = 10_000;

export interface StorageLog {
  error(error: unknown): void;
  warn(message: string): void;
}

/** Keeps something in the database. Neither method rejects. */
export interface StorageMember {
  /** The database answers, for the first time or again. */
  connected(): Promise<void>;
  /** Writes all that waits; also the last thing that is asked before the database is closed. */
  flush(): Promise<unknown>;
}

/** What a member needs of the connection. */
export type StorageAccess = Pick<StorageConnection, 'up' | 'use' | 'join'>;

/** The application's database, which may be slow or down without disturbing anybody: it is tried again and again. */
export class StorageConnection {
  readonly #location: StorageLocation;
  readonly #log: StorageLog;
  readonly #where: string;
  readonly #members = new Set<StorageMember>();
  #timers = new ManagedTimers();
  #database: Database | null = null;
  #trouble: string | null = null;
  #retries = 0;
  #cancelRetry: Cancel | null = null;
  #stopped = true;

  constructor(location: StorageLocation, log: StorageLog) {
    this.#location = location;
    this.#log = log;
    this.#where = describeLocation(location);
  }

  /** Resolves once the database is open or the first attempt failed; never rejects. */
  async start(): Promise<void> {
    this.#timers = new ManagedTimers();
    this.#stopped = false;
    await withDeadline(this.#connect(), patience);
  }

  /** Has its members write what waits, as far as it can be written soon, and closes the database. */
  async stop(): Promise<void> {
    await withDeadline(Promise.all([...this.#members].map((member) => member.flush())), patience);
    this.#timers.clear();
    this.#cancelRetry = null;
    this.#stopped = true;
    await this.#disconnect();
  }

  /** Members are told in the order in which they joined. Returns what takes it off again. */
  async join(member: StorageMember): Promise<() => void> {
    this.#members.add(member);
    if (this.up) await withDeadline(member.connected(), patience);
    return () => this.#members.delete(member);
  }

  get up(): boolean {
    return this.#database !== null;
  }

  /** Why nothing can be stored now. */
  get trouble(): string | null {
    return this.#trouble;
  }

  /**
   * What `work` gives, in an object; null where nobody answers.
   * @throws Error when the database answers, and refuses what it was given
   */
  async use<T>(work: (database: Database) => Promise<T>): Promise<{ readonly answer: T } | null> {
    const database = this.#database;
    if (!database) return null;
    try {
      return { answer: await work(database) };
    } catch (error) {
      if (isBadData(error)) throw error;
      if (this.#database === database) this.#fail(error);
      return null;
    }
  }

  async #connect(): Promise<void> {
    let database: Database | null = null;
    try {
      database = await Database.open(this.#location);
      const ran = await database.migrate();
      if (ran.length > 0) this.#log.warn(`Storage: ${this.#where} was brought up to date (${ran.join(', ')}).`);
      if (this.#stopped) return await database.close();
    } catch (error) {
      await database?.close().catch(() => {});
      return this.#fail(error);
    }
    this.#database = database;
    for (const member of this.#members) await member.connected();
    if (this.#database !== database) return;
    if (this.#trouble !== null) this.#log.warn(`Storage: ${this.#where} answers again.`);
    this.#trouble = null;
    this.#retries = 0;
  }

  /** Nothing can be stored now: said once, and tried again later and later. */
  #fail(error: unknown): void {
    void this.#disconnect();
    if (this.#stopped || this.#cancelRetry !== null) return;
    const reason = reasonOf(error);
    if (this.#trouble === null)
      this.#log.warn(
        `Storage: ${this.#where} cannot be used (${reason}). The application goes on; rows wait in memory.`,
      );
    this.#trouble = `${this.#where} cannot be used (${reason}).`;
    const pause = Math.min(longestRetry, shortestRetry * 2 ** Math.min(this.#retries++, 10));
    this.#cancelRetry = this.#timers.timeout(() => {
      this.#cancelRetry = null;
      void this.#connect();
    }, pause);
  }

  async #disconnect(): Promise<void> {
    const database = this.#database;
    this.#database = null;
    // Connections to a server that hangs do not end.
    if (database)
      await withDeadline(
        database.close().catch(() => {}),
        patience,
      );
  }
}

/** One line, without the statement that failed. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // Several addresses of one name were tried; each has its own reason, and all together have none.
  const [first] = error instanceof AggregateError ? error.errors : [error];
  return first instanceof Error ? (first.message.split('\n')[0] ?? '').slice(0, 300) : String(first);
}
