import { z } from 'zod';
import { count, duration, envelope, sentence, shortText } from './common.ts';

/** A field of a provider, controller, gateway or guard that holds things. */
export const auditedFieldSchema = z.object({
  name: shortText.describe('Class and field: `ReportsService.cache`'),
  kind: z.enum(['map', 'set', 'array', 'object', 'buffer', 'cache', 'listeners', 'subscribers']),
  size: count.describe('Entries, with those of collections inside; bytes for a buffer'),
  perMinute: z.number().describe('Growth over the window'),
  bound: count.nullable().describe('Its own limit, where it has one'),
  verdict: z.enum(['growing', 'bounded', 'steady', 'insufficient-data']),
  advice: sentence.nullable(),
});

/** `GET audit`: which services of the application grow without bound. */
export const auditSchema = z.object({
  ...envelope,
  window: duration,
  samples: count,
  services: count.describe('Providers and controllers that were found'),
  fields: z.array(auditedFieldSchema).max(500).describe('Growing ones first'),
  unseen: z.array(z.object({ name: shortText, reason: sentence })).max(200),
});

export type AuditedField = z.infer<typeof auditedFieldSchema>;
export type Audit = z.infer<typeof auditSchema>;
