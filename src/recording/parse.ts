import { type Column, tableNames, tables } from '../model/index.ts';
import { say } from '../words/recordings.ts';
import { type Recording, recordingFormat } from './format.ts';
import { RecordingError } from './json.ts';
import { recordingSchema } from './schema.ts';

/** Reads what `exportRecording` wrote. Throws a `RecordingError` for anything else. */
export function parseRecording(text: string): Recording {
  const value = parseJson(text);
  checkFormat(value);
  const result = recordingSchema.safeParse(value);
  if (!result.success) {
    const issue = result.error.issues[0];
    const place = issue?.path.length ? issue.path.join('.') : say('wholeFile');
    throw new RecordingError(say('damaged', { place, reason: issue?.message ?? say('unknownReason') }));
  }
  const recording = result.data as unknown as Recording;
  checkColumns(recording);
  return recording;
}

function parseJson(text: string): unknown {
  const trimmed = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  if (trimmed.trim() === '') throw new RecordingError(say('empty'));
  try {
    return JSON.parse(trimmed);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const sentence = say('noJson', { reason });
    throw new RecordingError(/end of JSON input|Unterminated/.test(reason) ? say('cut', { sentence }) : sentence);
  }
}

function checkFormat(value: unknown): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new RecordingError(say('otherJson'));
  const { format } = value as { format?: unknown };
  if (format === recordingFormat) return;
  if (typeof format === 'string' && format.startsWith('memory-plus/recording@')) {
    throw new RecordingError(say('otherVersion', { format: format.slice(0, 60), own: recordingFormat }));
  }
  if ('snapshot' in value && 'nodes' in value) throw new RecordingError(say('snapshot'));
  if ('traceEvents' in value) throw new RecordingError(say('trace'));
  throw new RecordingError(say('otherFormat', { own: recordingFormat }));
}

function checkColumns(recording: Recording): void {
  const ids = new Set<string>();
  recording.sources.forEach((source, index) => {
    if (ids.has(source.id)) throw new RecordingError(say('sameId', { place: `sources.${index}.id` }));
    ids.add(source.id);
  });
  for (const name of tableNames) {
    const columns = recording.tables[name] as Record<string, readonly unknown[]> | undefined;
    if (!columns) continue;
    const rows = columns.source?.length ?? 0;
    for (const column of Object.keys(tables[name] as Record<string, Column>)) {
      const length = columns[column]?.length ?? 0;
      if (length !== rows) {
        throw new RecordingError(say('columns', { place: `tables.${name}.${column}`, length, rows }));
      }
    }
    const stray = (columns.source as readonly number[]).findIndex((index) => index >= recording.sources.length);
    if (stray >= 0) throw new RecordingError(say('noSource', { place: `tables.${name}.source.${stray}` }));
  }
}
