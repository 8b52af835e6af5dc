import { type Column, tableNames, tables } from '../model/index.ts';
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
    const place = issue?.path.length ? issue.path.join('.') : 'the whole file';
    throw new RecordingError(`This recording is damaged at ${place}: ${issue?.message ?? 'unknown reason'}`);
  }
  const recording = result.data as unknown as Recording;
  checkColumns(recording);
  return recording;
}

function parseJson(text: string): unknown {
  const trimmed = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  if (trimmed.trim() === '') throw new RecordingError('The file is empty.');
  try {
    return JSON.parse(trimmed);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const cut = /end of JSON input|Unterminated/.test(reason) ? ' It seems to be cut off.' : '';
    throw new RecordingError(`The file is not valid JSON (${reason}).${cut}`);
  }
}

function checkFormat(value: unknown): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new RecordingError('The file is JSON, but not a Memory+ recording.');
  const { format } = value as { format?: unknown };
  if (format === recordingFormat) return;
  if (typeof format === 'string' && format.startsWith('memory-plus/recording@')) {
    throw new RecordingError(`The file is a ${format.slice(0, 60)}; this version of Memory+ reads ${recordingFormat}.`);
  }
  if ('snapshot' in value && 'nodes' in value)
    throw new RecordingError('The file is a heap snapshot, not a recording. Open it in Snapshots.');
  if ('traceEvents' in value) throw new RecordingError('The file is a Chrome trace, not a Memory+ recording.');
  throw new RecordingError(`The file is not a Memory+ recording: its field "format" is not "${recordingFormat}".`);
}

function checkColumns(recording: Recording): void {
  const ids = new Set<string>();
  recording.sources.forEach((source, index) => {
    if (ids.has(source.id))
      throw new RecordingError(`This recording is damaged at sources.${index}.id: another source has the same id.`);
    ids.add(source.id);
  });
  for (const name of tableNames) {
    const columns = recording.tables[name] as Record<string, readonly unknown[]> | undefined;
    if (!columns) continue;
    const rows = columns.source?.length ?? 0;
    for (const column of Object.keys(tables[name] as Record<string, Column>)) {
      const length = columns[column]?.length ?? 0;
      if (length !== rows) {
        throw new RecordingError(
          `This recording is damaged at tables.${name}.${column}: it has ${length} values where ${rows} belong.`,
        );
      }
    }
    const stray = (columns.source as readonly number[]).findIndex((index) => index >= recording.sources.length);
    if (stray >= 0)
      throw new RecordingError(`This recording is damaged at tables.${name}.source.${stray}: there is no such source.`);
  }
}
