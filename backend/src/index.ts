export { readEnvironment, type ServerSettings } from './environment.ts';
export * from './memory-management.module.ts';
export { MemoryApi } from './monitoring/memory-api.service.ts';
export { type MemoryManagementOptions, minTokenLength } from './options.ts';
export { run, serve } from './serve.ts';
