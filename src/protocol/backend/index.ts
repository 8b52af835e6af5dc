export * from './audit.ts';
export * from './common.ts';
export * from './findings.ts';
export * from './leaks.ts';
export * from './snapshots.ts';
export * from './stats.ts';
