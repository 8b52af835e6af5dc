export * from './hop.ts';
export * from './inbox.ts';
export * from './memory.ts';
export * from './outbox.ts';
export * from './reconnect.ts';
