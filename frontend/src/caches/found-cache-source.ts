import type { EpochMs, MetricSource, Stop } from '@memory-plus/core/model';
import type { PageEnvironment } from '../platform/environment.ts';
import type { PageWindow } from '../platform/natives.ts';
import { providedValues } from './provided-values.ts';

/** Time between two readings, and between two looks for caches that are not known yet. */
export const readInterval = 2_000;
export const lookInterval = 5_000;
/** Caches of one library that are followed. */
export const maxFound = 4;
/** A reading may take this share of the time until the next: large caches are read more rarely. */
const affordableShare = 0.005;

export interface HitCounts {
  hits: number;
  misses: number;
}

/** A library whose caches can be found in a page that does not know of the monitor. */
export interface CacheKind<Cache extends object> {
  readonly name: string;
  /** What is told of a cache that was found; and where was looked, when there is none. */
  readonly tells: string;
  readonly places: string;
  /** The caches in the page now. `provided`: what React's contexts provide. */
  find(window: PageWindow, provided: readonly object[]): readonly Cache[];
  /** Entries. */
  size(cache: Cache): number;
  /** Counts what can be told of hits and misses. What it returns is kept only as long as the page keeps the cache. */
  follow?(cache: Cache, counts: HitCounts): Stop;
}

interface Found<Cache extends object> extends HitCounts {
  readonly ref: WeakRef<Cache>;
  readonly name: string;
  told: string;
}

/** A source that reads the caches of one library. It holds none of them. */
export function foundCacheSource<Cache extends object>(kind: CacheKind<Cache>): MetricSource<PageEnvironment> {
  const name = `${kind.name} cache`;
  return {
    name,
    group: 'caches',
    support: () => ({ available: false, because: `none found yet; looked ${kind.places}` }),
    start({ window, natives, guard, ticks }, emit) {
      const Weak = natives.WeakRef;
      if (!Weak) return () => {};
      // Keyed by the cache, so that a function which refers to it does not keep it alive.
      const ends = new WeakMap<Cache, Stop>();
      let found: Found<Cache>[] = [];
      let nextLook = 0;
      let nextRead = 0;
      let names = 0;

      const look = (at: EpochMs) => {
        nextLook = at + lookInterval;
        found = found.filter(({ ref }) => ref.deref());
        for (const cache of kind.find(window, providedValues(window.document))) {
          if (ends.has(cache) || found.length >= maxFound) continue;
          names++;
          const entry = { ref: new Weak(cache), name: names === 1 ? kind.name : `${kind.name} ${names}` };
          const counted: Found<Cache> = { ...entry, hits: 0, misses: 0, told: '' };
          ends.set(cache, kind.follow?.(cache, counted) ?? (() => {}));
          found.push(counted);
          if (names === 1) emit('capabilities', { at, name, available: true, detail: kind.tells });
        }
      };
      const read = (at: EpochMs) => {
        const begin = natives.clock();
        for (const entry of found) {
          const cache = entry.ref.deref();
          if (!cache) continue;
          const { hits, misses } = entry;
          const size = kind.size(cache);
          const state = `${hits} ${misses} ${size}`;
          if (state === entry.told) continue;
          entry.told = state;
          emit('caches', { at, name: entry.name, hits, misses, size, bytes: null });
        }
        nextRead = at + Math.max(readInterval, (natives.clock() - begin) / affordableShare);
      };
      const stopTicks = ticks.on((at) => {
        if (at >= nextLook) guard(() => look(at));
        if (at >= nextRead && found.length > 0) guard(() => read(at));
      });
      return () => {
        stopTicks();
        for (const { ref } of found.splice(0)) {
          const cache = ref.deref();
          if (cache) guard(() => ends.get(cache)?.());
        }
      };
    },
  };
}

/** Whether `value` is an object with all these methods. */
export function hasMethods(value: unknown, ...names: readonly string[]): value is object {
  if (typeof value !== 'object' || value === null) return false;
  return names.every((name) => typeof (value as Record<string, unknown>)[name] === 'function');
}
