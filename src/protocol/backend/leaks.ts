import { z } from 'zod';
import { verdictWords } from '../../model/index.ts';
import { bytes, count, duration, envelope, moment, sentence, shortText } from './common.ts';

const estimate = z.object({ value: z.number(), low: z.number(), high: z.number() });

/** What a verdict rests on; see `Evidence` of the model. */
export const evidenceSchema = z.object({
  rate: estimate.nullable().describe('Growth of the floor in bytes per second, with its 95 % interval'),
  points: count,
  collections: count.nullable(),
  window: z.object({ from: moment, to: moment }).nullable(),
  floor: z.object({ first: bytes, last: bytes }).nullable(),
  timeToLimit: z.object({ value: duration, low: duration, high: duration.nullable() }).nullable(),
  how: sentence,
});

export const verdictSchema = z.object({
  word: z.enum(verdictWords as readonly ['insufficient-data', 'clean', 'growing', 'suspect', 'leak']),
  rule: shortText.nullable(),
  evidence: evidenceSchema,
  sentences: z.array(sentence).max(20),
});

/** A place in the program whose allocations are alive. `growth` since the reading before; null at the first. */
export const allocationSiteSchema = z.object({
  function: shortText,
  script: shortText.describe('File name and line, without its folder'),
  callers: z.array(shortText).max(10),
  live: bytes.describe('Estimated from a sample'),
  growth: z.number().nullable(),
});

/** Objects that should be dead and are not. */
export const retainedGroupSchema = z.object({ label: shortText, count, collections: count, oldest: duration });

export const leakReportSchema = z.object({
  id: shortText.describe('Fingerprint: the same for the same bug, also after a restart and on another instance'),
  state: z.enum(['new', 'known']),
  count: count.describe('How often it was found'),
  firstSeen: moment,
  lastSeen: moment,
  word: z.enum(['growing', 'suspect', 'leak']),
  rule: shortText,
  sentences: z.array(sentence).max(20),
  evidence: evidenceSchema,
  confirmation: z
    .object({ freed: bytes, after: bytes, duration })
    .nullable()
    .describe('What one forced collection freed and left; null when none was made'),
  sites: z.array(allocationSiteSchema).max(10),
  retained: z.array(retainedGroupSchema).max(20),
  advice: z.array(sentence).max(10),
});

export const alertSchema = z.object({
  at: moment,
  rule: shortText,
  level: z.enum(['info', 'warning', 'critical']),
  state: z.enum(['raised', 'resolved']),
  detail: sentence,
});

/** What can be changed while the server runs. */
export const detectorSettingsSchema = z.object({
  enabled: z.boolean(),
  checkInterval: z.number().int().min(10_000).max(86_400_000).describe('Time between two checks, in milliseconds'),
  growthThreshold: z
    .number()
    .int()
    .min(1024 * 1024)
    .max(1024 ** 4)
    .describe('Growth of the heap within 5 minutes that raises an alert, in bytes'),
  collectOnSuspicion: z.boolean().describe('Confirm a suspicion with one forced collection'),
  profileOnSuspicion: z.boolean().describe('Name allocation sites from a sampled profile when there is a suspicion'),
  snapshotOnLeak: z.boolean().describe('Write a heap snapshot when a leak is proven: stops the program for seconds'),
});

/** Body of `POST leaks/configure`: the settings to change. Unknown fields are refused. */
export const configureBodySchema = z.strictObject(detectorSettingsSchema.partial().shape);

/** Body of the admin routes that take none. */
export const emptyBodySchema = z.strictObject({});

/** `GET leaks`. */
export const leaksSchema = z.object({
  ...envelope,
  verdict: verdictSchema,
  settings: detectorSettingsSchema,
  statistics: z.object({
    checks: count,
    forcedCollections: count,
    profilesRead: count,
    tracked: count.describe('Objects watched now'),
    untracked: count.describe('Objects that were not watched because the list was full'),
  }),
  raised: z.array(shortText).max(20).describe('Alerts that are raised now'),
  alerts: z.array(alertSchema).max(200),
  retained: z.array(retainedGroupSchema).max(20),
  reports: z.array(leakReportSchema).max(100),
});

/** `POST leaks/check`. */
export const leakCheckSchema = z.object({ ...envelope, verdict: verdictSchema, report: leakReportSchema.nullable() });

/** `POST leaks/configure`. */
export const configuredSchema = z.object({ ...envelope, settings: detectorSettingsSchema });

/** `POST leaks/clear-history`. */
export const clearedSchema = z.object({ ...envelope, reports: count, alerts: count });

/** `POST gc`. */
export const collectedSchema = z.object({ ...envelope, before: bytes, after: bytes, freed: bytes, duration });

const asNumber = z
  .string()
  .regex(/^\d{1,15}(\.\d+)?$/, 'Give milliseconds since 1970-01-01T00:00Z.')
  .transform(Number);

/** Query of `GET history`. */
export const historyQuerySchema = z.object({
  from: asNumber.optional().describe('milliseconds since 1970; an hour before `to` when it is left out'),
  to: asNumber.optional().describe('milliseconds since 1970; now when it is left out'),
  points: z
    .string()
    .regex(/^\d{1,4}$/, 'Give a whole number from 10 to 1000.')
    .transform(Number)
    .pipe(z.number().min(10, 'Give a whole number from 10 to 1000.').max(1000, 'Give a whole number from 10 to 1000.'))
    .optional()
    .describe('Most rows of each kind, 10 to 1000. Of more the extremes of even parts are given, so no peak is lost'),
  instance: shortText
    .optional()
    .describe('Another process that shares the database; the one that answers when it is left out'),
});

/** `GET history`. */
export const historySchema = z.object({
  ...envelope,
  kept: z
    .enum(['memory', 'database'])
    .describe('memory: the last hour, lost when the server ends. database: it outlives the server'),
  interval: duration.describe('Time between two rows, at least'),
  samples: z
    .array(
      z.object({
        at: moment,
        heapUsed: bytes,
        heapTotal: bytes,
        rss: bytes,
        external: bytes,
        eventLoop: duration.nullable(),
      }),
    )
    .max(1000),
  collections: z.array(z.object({ at: moment, after: bytes, pause: duration })).max(1000),
});

export type AllocationSite = z.infer<typeof allocationSiteSchema>;
export type RetainedGroup = z.infer<typeof retainedGroupSchema>;
export type LeakReport = z.infer<typeof leakReportSchema>;
export type DetectorSettings = z.infer<typeof detectorSettingsSchema>;
export type Alert = z.infer<typeof alertSchema>;
export type Leaks = z.infer<typeof leaksSchema>;
export type LeakCheck = z.infer<typeof leakCheckSchema>;
export type Configured = z.infer<typeof configuredSchema>;
export type Cleared = z.infer<typeof clearedSchema>;
export type Collected = z.infer<typeof collectedSchema>;
export type HistoryParameters = z.output<typeof historyQuerySchema>;
export type History = z.infer<typeof historySchema>;
