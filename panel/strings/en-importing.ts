import { filled, text } from './section.ts';

/** Texts of a file that is being opened. */
export const importing = {
  reading: filled('file'),
  opening: filled('file'),
  cancel: text,
} as const;
