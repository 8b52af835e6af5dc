import { z } from 'zod';
import { bytes, count, envelope, ratio, sentence, shortText } from './common.ts';

/** A step of the way from a root to an object: what holds it (`.sessions`, `[3]`, `→cache`) and its class. */
const pathStepSchema = z.object({ edge: shortText, class: shortText, retainedSize: bytes });

/** Something in a snapshot that looks like a leak. Contents of strings are in none of its fields. */
export const suspectSchema = z.object({
  rule: shortText,
  word: z.enum(['leak', 'suspect']).describe('`leak`: the objects must be dead and are not'),
  sentence,
  class: shortText,
  count,
  bytes,
  share: ratio.describe('Of the whole snapshot'),
  path: z.array(pathStepSchema).max(60).nullable().describe('A shortest way from a root; null when nothing holds it'),
});

export const grownClassSchema = z.object({
  class: shortText,
  added: count,
  removed: count,
  countChange: z.number().int(),
  sizeChange: z.number(),
  retainedSizeChange: z.number(),
});

/** What is new since an earlier snapshot of the same process. */
export const snapshotGrowthSchema = z.object({
  since: shortText.describe('Id of the earlier snapshot'),
  totalBefore: bytes,
  totalAfter: bytes,
  survivors: ratio.nullable().describe('Share of the earlier objects that are still there'),
  warning: sentence.nullable(),
  classes: z.array(grownClassSchema).max(30).describe('Those that grew, the most bytes first'),
});

/** What the analysis of one snapshot gives. */
export const analysisSchema = z.object({
  suspects: z.array(suspectSchema).max(20),
  growth: snapshotGrowthSchema.nullable().describe('Null when there is no earlier snapshot to compare with'),
  detail: sentence.nullable().describe('What could not be done, and why'),
});

/** `GET leaks/snapshots/:id/findings`. */
export const findingsSchema = z.object({
  ...envelope,
  snapshot: shortText,
  state: z.enum(['waiting', 'running', 'done', 'failed']),
  ...analysisSchema.shape,
});

export type Analysis = z.infer<typeof analysisSchema>;
export type SnapshotGrowth = z.infer<typeof snapshotGrowthSchema>;
export type Findings = z.infer<typeof findingsSchema>;
