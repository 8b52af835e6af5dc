import { phrases } from './phrases.ts';

/** What the leak rules say, and how they know it. */
export const say = phrases('rules', {
  cacheHow: 'size that the cache reports',
  cacheEntries:
    'The cache "{name}" grew from {first} to {last} entries and still grows, but answers only {rate} of what it is asked. It needs a limit.',
  cacheBytes:
    'The cache "{name}" grew from {first} to {last} bytes and still grows, but answers only {rate} of what it is asked. It needs a limit.',
  externalHow: 'lowest reading of each half minute',
  externalBuffers: 'Memory of buffers outside the heap',
  externalProcess: 'Memory of the process outside the heap',
  externalFlat: '{trend} The heap itself does not grow.',
  heapGrew:
    'The heap grew by {bytes} within {time}. Garbage that waits for a collection can do that; the floor decides.',
  listenersHow: 'listeners counted in the document',
  listeners:
    'Event listeners grew from {first} to {last} while the document did not grow: some are added again and again and never removed.',
  retainedHow: 'weak references checked after collections',
  retained: '{what} should be dead and outlived {collections}.',
  retainedRising: '{what} should be dead and outlived {collections}; their number rose {times}.',
  retainedLabel: '{what} ({label})',
  collections_one: '{count} collection',
  collections_other: '{count} collections',
  times_one: '{count} time',
  times_other: '{count} times',
  node_one: '{count} detached element',
  node_other: '{count} detached elements',
  component_one: '{count} unmounted component',
  component_other: '{count} unmounted components',
  listener_one: '{count} listener',
  listener_other: '{count} listeners',
  watched_one: '{count} watched object',
  watched_other: '{count} watched objects',
  retainedToo_one: '{count} more kind is retained too.',
  retainedToo_other: '{count} more kinds are retained too.',
  roundsHow: 'heap after a forced collection at the end of each round',
  rounds_one: 'Each of {count} round left more memory than the one before, {bytes} a round after a forced collection.',
  rounds_other:
    'Each of {count} rounds left more memory than the one before, {bytes} a round after a forced collection.',
});
