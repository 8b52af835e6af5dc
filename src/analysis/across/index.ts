export * from './attribution.ts';
export * from './facts.ts';
export * from './heap-step.ts';
export * from './judge-pair.ts';
export * from './request-book.ts';
export * from './rules/index.ts';
export * from './sender.ts';
