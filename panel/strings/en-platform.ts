import { filled, text } from './section.ts';

/** What the browser could not do. */
export const platform = {
  pageLeft: text,
  unknownReason: text,
  noCollection: text,
  notCollected: filled('reason'),
  noFiles: text,
  noCanvas: text,
  noPicture: text,
} as const;
