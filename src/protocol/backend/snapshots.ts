import { z } from 'zod';
import { bytes, count, duration, envelope, moment, sentence, shortText } from './common.ts';

/** What a snapshot is expected to cost, before it is taken. */
export const preflightSchema = z.object({
  nodes: count.describe('Objects expected in the heap'),
  basis: z.enum(['measured', 'assumed']).describe('From an earlier snapshot of this process, or a cautious assumption'),
  pause: duration.describe('How long the program is expected to stand still'),
  memory: bytes.describe('Memory that V8 is expected to need for it'),
  disk: bytes,
  available: z.object({ memory: bytes, disk: bytes }),
  refusal: sentence.nullable().describe('Why it would be refused; null when it would be taken'),
});

export const snapshotEntrySchema = z.object({
  id: shortText,
  at: moment,
  bytes,
  nodes: count.nullable(),
  pause: duration,
});

/** `POST leaks/snapshot`. */
export const snapshotTakenSchema = z.object({
  ...envelope,
  snapshot: snapshotEntrySchema,
  preflight: preflightSchema,
  warning: sentence,
});

/** `GET leaks/snapshots`. */
export const snapshotsSchema = z.object({
  ...envelope,
  snapshots: z.array(snapshotEntrySchema).max(100),
  preflight: preflightSchema,
});

export type Preflight = z.infer<typeof preflightSchema>;
export type SnapshotEntry = z.infer<typeof snapshotEntrySchema>;
export type SnapshotTaken = z.infer<typeof snapshotTakenSchema>;
export type Snapshots = z.infer<typeof snapshotsSchema>;
