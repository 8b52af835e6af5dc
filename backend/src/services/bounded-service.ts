import type { Occupancy } from '@memory-plus/core/protocol/backend';
import type { Relievable } from '../common/utils/memory-pressure.ts';
import type { StorageAccess } from '../storage/connection.ts';

/** A service that cannot outgrow its limit, tells how full it is, and leaves nothing behind when it is destroyed. */
export interface BoundedService extends Relievable {
  /** Ends every timer, listener and connection that it started, and lets go of what it holds. A second call changes nothing. */
  onModuleDestroy(): void | Promise<void>;
  /** What it is made of that has a bound of its own. */
  readonly parts?: readonly Relievable[];
  /** Called once, in an application with storage: keeps what it holds there too. */
  keepIn?(connection: StorageAccess): Promise<void>;
}

/** An occupancy whose unnamed fields are "has no such bound" and "none so far". */
export function occupancyOf(
  name: string,
  entries: number,
  maxEntries: number | null,
  more: Partial<Omit<Occupancy, 'name' | 'entries' | 'maxEntries'>> = {},
): Occupancy {
  return {
    name,
    entries,
    maxEntries,
    bytes: null,
    maxBytes: null,
    hits: null,
    misses: null,
    evictions: 0,
    refused: 0,
    ...more,
  };
}

/**
 * Refuses limits that are no whole numbers from 1.
 * @throws RangeError that lists all of them
 */
export function checkLimits(service: string, limits: Readonly<Record<string, number>>): void {
  const wrong = Object.entries(limits)
    .filter(([, value]) => !Number.isSafeInteger(value) || value < 1)
    .map(([name, value]) => `${name} is ${value}`);
  if (wrong.length > 0) throw new RangeError(`${service}: ${wrong.join(', ')}; give whole numbers from 1.`);
}
