export * from './parse.ts';
export * from './rows.ts';
export * from './wire.ts';
