export { MemoryLeakDetectorService } from './common/services/memory-leak-detector.service.ts';
export * from './common/utils/memory-management.utils.ts';
export { readEnvironment, type ServerSettings } from './environment.ts';
export * from './memory-management.module.ts';
export { MemoryMonitor } from './memory-monitor.ts';
export { MemoryApi } from './monitoring/memory-api.service.ts';
export { ProblemFilter } from './monitoring/problem.filter.ts';
export { type MemoryManagementOptions, minTokenLength } from './options.ts';
export { run, serve } from './serve.ts';
