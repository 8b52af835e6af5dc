import { counted, filled, text } from './section.ts';

/** Texts of the HTML report. */
export const report = {
  title: text,
  recorded: filled('date', 'length'),
  samples: filled('samples', 'dropped'),
  madeBy: filled('version'),
  heapOverTime: text,
  heapCaption: text,
  more: counted(),
} as const;
