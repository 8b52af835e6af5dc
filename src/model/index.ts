export * from './columns.ts';
export * from './histogram.ts';
export * from './plugins.ts';
export * from './tables.ts';
export * from './units.ts';
export * from './url.ts';
export * from './verdict.ts';
