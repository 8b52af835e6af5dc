import type { Milliseconds } from '@memory-plus/core/model';
import type { Occupancy } from '@memory-plus/core/protocol/backend';
import { ManagedTimers } from '../../common/utils/managed-timers.ts';
import { MemorySafeCache, type Pressure } from '../../common/utils/memory-safe-cache.ts';
import { type BoundedService, checkLimits } from '../bounded-service.ts';
import type { ServiceDefinition } from '../service-definition.ts';

export interface IpReputationOptions {
  /** Addresses that are remembered; 10,000 unless told otherwise. The one that was quiet longest is forgotten first. */
  readonly maxAddresses?: number;
  /** A score halves in this time; ten minutes unless told otherwise. */
  readonly halfLife?: Milliseconds;
  /** From this score on an address is blocked; 100 unless told otherwise. */
  readonly threshold?: number;
  /** A quarter of an hour unless told otherwise. */
  readonly blockFor?: Milliseconds;
  /** Points for an answer of this status. */
  readonly points?: Readonly<Record<number, number>>;
  /** Proxies of the application's own before this server; 0, unless told otherwise: `X-Forwarded-For` is not read. */
  readonly trustedHops?: number;
}

interface Reputation {
  score: number;
  /** When the score was that, on the clock of `performance.now()`. */
  at: number;
  blockedUntil: number;
}

/** Guessing passwords weighs most, searching for files least. */
const defaultPoints: Readonly<Record<number, number>> = { 400: 1, 401: 10, 403: 5, 404: 1, 429: 5 };
const sweepPeriod = 60_000;
const bytesOfOne = 250;
/** Below this a score says nothing any more. */
const forgottenScore = 1;

/** A score for each address, which decays: who misbehaves often is blocked for a while. */
export class IpReputationService implements BoundedService {
  readonly #known: MemorySafeCache<Reputation>;
  readonly #timers = new ManagedTimers();
  readonly #halfLife: Milliseconds;
  readonly #threshold: number;
  readonly #blockFor: Milliseconds;
  readonly #points: Readonly<Record<number, number>>;
  readonly trustedHops: number;
  #refused = 0;

  constructor(options: IpReputationOptions = {}) {
    const { maxAddresses = 10_000, halfLife = 600_000, threshold = 100, blockFor = 900_000 } = options;
    checkLimits('IpReputationService', { maxAddresses, halfLife, threshold, blockFor });
    this.#halfLife = halfLife;
    this.#threshold = threshold;
    this.#blockFor = blockFor;
    this.#points = options.points ?? defaultPoints;
    this.trustedHops = options.trustedHops ?? 0;
    if (!Number.isSafeInteger(this.trustedHops) || this.trustedHops < 0)
      throw new RangeError(`IpReputationService: trustedHops is ${this.trustedHops}; give a whole number from 0.`);
    this.#known = new MemorySafeCache<Reputation>({
      name: 'IP reputation',
      maxEntries: maxAddresses,
      maxBytes: maxAddresses * bytesOfOne,
      sizeOf: () => bytesOfOne,
    });
    this.#timers.interval(() => this.#sweep(), sweepPeriod);
  }

  /** Adds to the score of an address. */
  report(address: string, points: number): void {
    const now = performance.now();
    const before = this.#known.peek(address);
    const score = (before ? this.#decayed(before, now) : 0) + points;
    const blocked = score >= this.#threshold;
    const blockedUntil = blocked ? now + this.#blockFor : (before?.blockedUntil ?? Number.NEGATIVE_INFINITY);
    // Who is blocked begins with half the threshold when the time is over.
    this.#known.set(address, { score: blocked ? this.#threshold / 2 : score, at: now, blockedUntil });
  }

  /** An answer of this status went to the address. */
  answered(address: string, status: number): void {
    const points = this.#points[status] ?? 0;
    if (points > 0) this.report(address, points);
  }

  /** Milliseconds for which the address is still blocked; 0 when it is not. Counts who is. */
  check(address: string): Milliseconds {
    const known = this.#known.get(address);
    const left = known ? Math.max(0, known.blockedUntil - performance.now()) : 0;
    if (left > 0) this.#refused++;
    return left;
  }

  score(address: string): number {
    const known = this.#known.peek(address);
    return known ? this.#decayed(known, performance.now()) : 0;
  }

  #decayed({ score, at }: Reputation, now: number): number {
    return score * 0.5 ** ((now - at) / this.#halfLife);
  }

  #sweep(): void {
    const now = performance.now();
    for (const address of [...this.#known.keys()]) {
      const known = this.#known.peek(address);
      if (known && known.blockedUntil <= now && this.#decayed(known, now) < forgottenScore) this.#known.delete(address);
    }
  }

  /** Forgets the quieter half only: forgetting everyone would let those in who are blocked. */
  relieve(pressure: Pressure): void {
    if (pressure === 'critical') this.#known.relieve('warning');
  }

  statistics(): Occupancy {
    return { ...this.#known.statistics(), refused: this.#refused };
  }

  onModuleDestroy(): void {
    this.#timers.clear();
    this.#known.clear();
  }
}

export const ipReputation: ServiceDefinition = {
  key: 'ipReputation',
  provide: IpReputationService,
  create: (options) => new IpReputationService(options.ipReputation),
};
