export { publicUrl } from '../model/url.ts';
export * from './csv.ts';
export * from './format.ts';
export * from './join.ts';
export * from './json.ts';
export * from './rows.ts';
export * from './schema.ts';
export * from './store.ts';
export * from './trace.ts';
