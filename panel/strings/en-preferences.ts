import type { SourceGroup } from '@memory-plus/core/model';
import { filled, type Text, text } from './section.ts';

/** Texts of the settings. */
export const preferences = {
  record: text,
  recordWhy: text,
  groups: {
    heap: { name: text, what: text },
    renders: { name: text, what: text },
    frames: { name: text, what: text },
    interactions: { name: text, what: text },
    nodes: { name: text, what: text },
    retained: { name: text, what: text },
    caches: { name: text, what: text },
    requests: { name: text, what: text },
  } satisfies Record<SourceGroup, { readonly name: Text; readonly what: Text }>,
  someOff: filled('names'),
  units: text,
  unitNames: {
    binary: text,
    exact: text,
    decimal: text,
  },
  unitsWhy: text,
  privacy: text,
  strip: text,
  stripWhy: text,
  wasReset: text,
  everywhere: text,
  onlyHere: filled('because'),
} as const;
