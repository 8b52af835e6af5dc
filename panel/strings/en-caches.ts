import { filled, text } from './section.ts';

/** Texts of the caches view. */
export const cacheTexts = {
  past: text,
  pastLabel: filled('name', 'size', 'rate'),
  legendSize: text,
  legendRate: text,
  plot: text,
  plotLabel: filled('caches'),
  plotPoint: filled('name', 'rate', 'entries'),
  plotAxis: text,
  flags: { poor: text, growing: text },
  flagWhy: {
    poor: text,
    growing: text,
  },
  flagged: text,
  onPurpose: text,
  causes: {
    bypassed: filled('some', 'all'),
    forbidden: filled('some', 'all'),
  },
  unheard: text,
  storage: text,
  storageNow: filled('size'),
  storageHow: text,
  absent: text,
  absentItem: filled('name', 'because'),
} as const;
