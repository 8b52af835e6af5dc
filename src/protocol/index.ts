export * from './found.ts';
export * from './parse.ts';
export * from './rows.ts';
export * from './server-timing.ts';
export * from './wire.ts';
