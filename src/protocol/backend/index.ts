export * from './audit.ts';
export * from './common.ts';
export * from './findings.ts';
export * from './leaks.ts';
export * from './prometheus.ts';
export * from './settings-form.ts';
export * from './snapshots.ts';
export * from './stats.ts';
