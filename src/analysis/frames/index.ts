export * from './cause-card.ts';
