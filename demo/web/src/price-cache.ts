import { memoryMonitor } from '@memory-plus/frontend';

/** A cache as it should be: bounded, and asked more often than it is filled. */
const prices = new Map<number, { text: string; until: number }>();
const name = 'prices';
const lifetime = 15_000;

memoryMonitor.registerCache(name, { size: () => prices.size, bytes: () => prices.size * 64 });

export function priceOf(id: number, price: number): string {
  const known = prices.get(id);
  if (known && known.until > Date.now()) {
    memoryMonitor.hit(name);
    return known.text;
  }
  memoryMonitor.miss(name);
  const text = `${price.toFixed(2)} €`;
  prices.set(id, { text, until: Date.now() + lifetime });
  return text;
}
