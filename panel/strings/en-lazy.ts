import { filled, text } from './section.ts';

/** Texts of a view whose code could not be fetched. */
export const lazy = {
  failed: filled('reason'),
  help: text,
} as const;
