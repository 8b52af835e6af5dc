import { filled, text, textsOf } from './section.ts';

/** Why a file could not be opened; read in workers too. */
export const files = {
  damaged: text,
  noMemory: text,
  gone: text,
  browserSays: filled('reason'),
  notKept: text,
  tooLarge: filled('size', 'most'),
  notOpen: text,
  noObject: text,
  needsThree: text,
  unreadable: text,
} as const;

/** By themselves, so that a worker need not load all other texts. */
export const filesShape = { files };
export const fileTexts = textsOf(filesShape).files;
