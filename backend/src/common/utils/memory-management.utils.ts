/** The memory utilities of the module, one subject a file. */
export * from './cleanup-registry.ts';
export * from './collection-observer.ts';
export * from './estimate-size.ts';
export * from './event-loop.ts';
export * from './garbage-collection.ts';
export * from './graceful-shutdown.ts';
export * from './managed-timers.ts';
export * from './memory-pressure.ts';
export * from './memory-safe-cache.ts';
export * from './memory-statistics.ts';
export * from './structures.ts';
export * from './thresholds.ts';
