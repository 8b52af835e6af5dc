import { z } from 'zod';
import { type Column, settingsLimits, tableNames, tables } from '../model/index.ts';
import { recordingFormat } from './format.ts';

// Extension pages forbid eval; without this, zod tries it once and the browser reports a violation.
z.config({ jitless: true });

const moment = z.number().min(0).describe('Milliseconds since 1970-01-01T00:00Z, fractions allowed');
const total = z.number().int().min(0);

const source = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('page'),
    id: z.string().min(1).max(100),
    startedAt: moment,
    url: z.string().max(2000),
    frame: z.number().int().min(0),
  }),
  z.strictObject({
    kind: z.literal('server'),
    id: z.string().min(1).max(100),
    startedAt: moment,
    url: z.string().max(2000),
    name: z.string().max(200),
    bootId: z.string().max(100),
    clockOffset: z.number().nullable(),
  }),
]);

function cell(column: Column): z.ZodType {
  switch (column.type) {
    case 'time':
      return moment;
    case 'flag':
      return z.boolean();
    case 'choice':
      return z.enum(column.of as readonly [string, ...string[]]);
    case 'text': {
      const text = z.string().max(column.maxLength);
      return column.nullable ? text.nullable() : text;
    }
    case 'numbers':
      return z.array(z.number()).max(column.maxLength);
    case 'number': {
      let number = column.integer ? z.number().int() : z.number();
      if (!column.signed) number = number.min(0);
      const described = number.describe(column.unit);
      return column.nullable ? described.nullable() : described;
    }
  }
}

function table(columns: Record<string, Column>): z.ZodType {
  const shape: Record<string, z.ZodType> = { source: z.array(total).describe('Index into `sources`') };
  for (const [name, column] of Object.entries(columns)) shape[name] = z.array(cell(column));
  return z.strictObject(shape);
}

/** The shape of a recording. That columns are of one length and sources exist is checked in json.ts, as JSON Schema cannot say it. */
export const recordingSchema = z.strictObject({
  format: z.literal(recordingFormat),
  tool: z.strictObject({ name: z.string().max(100), version: z.string().max(100) }),
  created: moment,
  settings: z.strictObject({
    heapInterval: z.number().min(settingsLimits.heapInterval.min).max(settingsLimits.heapInterval.max),
    slowRender: z.number().min(settingsLimits.slowRender.min).max(settingsLimits.slowRender.max),
  }),
  sources: z.array(source).max(10_000),
  dropped: z.strictObject({ page: total, relay: total, recording: total }),
  tables: z.strictObject(Object.fromEntries(tableNames.map((name) => [name, table(tables[name]).optional()]))),
});

/** The published JSON Schema (docs/recording.schema.json). */
export function recordingJsonSchema(): object {
  return {
    title: recordingFormat,
    description: 'What Memory+ recorded: tables as columns of one length over one clock. Absent tables are empty.',
    ...z.toJSONSchema(recordingSchema, { target: 'draft-2020-12' }),
  };
}
