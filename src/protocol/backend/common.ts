import { z } from 'zod';
import { backendSchema } from './names.ts';

// Extension pages forbid eval; without this, zod tries it once and the browser reports a violation.
z.config({ jitless: true });

export const bytes = z.number().min(0).max(Number.MAX_SAFE_INTEGER).describe('bytes');
export const maybeBytes = bytes.nullable();
export const count = z.number().int().min(0);
export const duration = z.number().min(0).describe('milliseconds');
export const moment = z.number().min(0).describe('milliseconds since 1970-01-01T00:00Z, fractions allowed');
export const ratio = z.number().min(0).describe('1 is all of it');
export const shortText = z.string().max(200);
export const sentence = z.string().max(1000);

/** What each answer begins with: who speaks, since when, and what its clock says, so that a client can set its own beside it. */
export const envelope = {
  schema: z.literal(backendSchema),
  bootId: z.string().min(1).max(100).describe('A new one after each start: counters begin anew'),
  serverTime: moment.describe(
    'The clock of the server as it wrote the answer, in milliseconds since 1970-01-01T00:00Z',
  ),
};

/** An error, after RFC 9457 (`application/problem+json`). */
export const problemSchema = z.object({
  type: z.string().max(200),
  title: shortText,
  status: z.number().int().min(400).max(599),
  detail: sentence.optional(),
  errors: z
    .array(z.object({ field: shortText, message: sentence }))
    .max(50)
    .optional(),
});

export type Problem = z.infer<typeof problemSchema>;
