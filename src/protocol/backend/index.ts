export * from './common.ts';
export * from './stats.ts';
