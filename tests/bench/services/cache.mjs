// The cache's memory level beside bare lru-cache with the same limits, in alternating runs: processor time per operation, as ratios.
import { createRequire } from 'node:module';
import { median } from '../report.mjs';

const backend = new URL('../../../backend/', import.meta.url);
const { LRUCache } = createRequire(new URL('package.json', backend))('lru-cache');
const { CacheStrategyService } = await import(new URL('dist/index.js', backend).href);

const operations = 2_000_000;
const keys = Array.from({ length: 15_000 }, (_, index) => `product:${index}`);
const values = keys.map((key, index) => ({ key, index, price: index * 1.5 }));
const sizeOf = () => 200;
const limits = { maxEntries: 10_000, maxBytes: 100 * 1024 * 1024, ttl: 300_000 };

/** A fixed order of keys: with 15,000 keys for 10,000 entries a third of the readings misses. */
const order = new Uint16Array(operations);
for (let i = 0, seed = 1; i < operations; i++) {
  seed = (seed * 48_271) % 2_147_483_647;
  order[i] = seed % keys.length;
}

/** @param {import('./run.mjs').PartOptions} options @returns {Promise<import('../report.mjs').Figure[]>} */
export async function measure({ rounds, say }) {
  const bare = new LRUCache({
    max: limits.maxEntries,
    maxSize: limits.maxBytes,
    ttl: limits.ttl,
    sizeCalculation: sizeOf,
  });
  const ours = new CacheStrategyService({ ...limits, sizeOf });
  /** @type {Record<string, (index: number) => unknown>} */
  const works = {
    bareSet: (index) => bare.set(keys[index], values[index]),
    set: (index) => ours.set(keys[index], values[index]),
    bareGet: (index) => bare.get(keys[index]),
    get: (index) => ours.getNow(keys[index]),
  };
  /** @type {Record<string, number[]>} */
  const times = Object.fromEntries(Object.keys(works).map((name) => [name, []]));
  // The first round warms up.
  for (let round = 0; round <= rounds; round++)
    for (const [name, work] of Object.entries(works)) {
      const time = run(work);
      if (round > 0) times[name]?.push(time);
    }
  ours.onModuleDestroy();
  return [
    ['set', 'bareSet'],
    ['get', 'bareGet'],
  ].map(([name = '', peer = '']) => {
    const pairs = (times[name] ?? []).map((time, round) => time / (times[peer]?.[round] ?? Number.NaN));
    const value = median(pairs);
    say(
      `${name}: ${median(times[name] ?? []).toFixed(0)} ns, bare lru-cache ${median(times[peer] ?? []).toFixed(0)} ns of CPU`,
    );
    return {
      name: `cache ${name}: CPU time over bare lru-cache`,
      value,
      unit: 'ratio',
      target: '<= 1.3',
      holds: value <= 1.3,
    };
  });
}

/** Nanoseconds of processor time an operation. @param {(index: number) => unknown} work */
function run(work) {
  const before = process.cpuUsage();
  for (let i = 0; i < operations; i++) work(order[i] ?? 0);
  const { user, system } = process.cpuUsage(before);
  return ((user + system) * 1000) / operations;
}
