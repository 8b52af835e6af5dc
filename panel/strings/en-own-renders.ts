import { counted, filled } from './section.ts';

/** Texts about what the panel's own renders cost. */
export const ownRenders = {
  fine: filled('worst'),
  slow: counted('threshold', 'worst'),
  what: counted(),
  whatOf: counted('name'),
} as const;
