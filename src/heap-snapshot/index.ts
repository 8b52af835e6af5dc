export * from './errors.ts';
export * from './graph/classes.ts';
export * from './heap.ts';
export * from './options.ts';
export * from './parse/layout.ts';
export * from './parse/parser.ts';
export * from './parse/string-table.ts';
export * from './parse/tables.ts';
