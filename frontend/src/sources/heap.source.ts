import type { Capability, MetricSource } from '@memory-plus/core/model';
import type { PageEnvironment } from '../platform/environment.ts';
import type { HeapReading, Natives } from '../platform/natives.ts';

/**
 * Readings that Chrome rounds for privacy have three significant digits, so both are multiples of 10,000 bytes; a precise
 * heap's size practically never is.
 */
export function isBucketed({ used, total }: HeapReading): boolean {
  return used % 10_000 === 0 && total % 10_000 === 0;
}

export const heapSource: MetricSource<PageEnvironment> = {
  name: 'heap',
  group: 'heap',
  support: ({ natives }) => heapSupport(natives),
  start({ natives, ticks }, emit) {
    return ticks.on((at) => {
      const reading = natives.readHeap?.();
      if (reading) emit('heap', { at, ...reading, floor: false });
    });
  },
};

function heapSupport({ readHeap }: Natives): Capability {
  const reading = readHeap?.();
  if (!reading) return { available: false, because: 'this browser does not tell pages the size of their heap' };
  return {
    available: true,
    detail: isBucketed(reading)
      ? 'bucketed: rounded to 3 digits and refreshed every 20 minutes, too coarse to judge a leak'
      : 'precise: refreshed about every 50 ms',
  };
}
