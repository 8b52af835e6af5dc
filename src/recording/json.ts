import { tableNames, tables } from '../model/index.ts';
import type { Recording } from './format.ts';

/** Why a text is not a recording: names the place and the reason, for a person. */
export class RecordingError extends Error {
  override readonly name = 'RecordingError';
}

/** The recording as JSON, in one fixed order: `exportRecording(parseRecording(text)) === text` for every text it made. */
export function exportRecording(recording: Recording): string {
  const { format, tool, created, settings, sources, dropped } = recording;
  const filled: Record<string, Record<string, unknown>> = {};
  for (const name of tableNames) {
    const columns = recording.tables[name] as Record<string, readonly unknown[]> | undefined;
    if (!columns || columns.at?.length === 0) continue;
    filled[name] = inOrder(columns, ['source', ...Object.keys(tables[name])]);
  }
  return JSON.stringify({
    format,
    tool: inOrder(tool, ['name', 'version']),
    created,
    settings: inOrder(settings, ['heapInterval', 'slowRender']),
    sources: sources.map((source) =>
      inOrder(
        source,
        source.kind === 'page'
          ? ['kind', 'id', 'startedAt', 'url', 'frame']
          : ['kind', 'id', 'startedAt', 'url', 'name', 'bootId', 'clockOffset'],
      ),
    ),
    dropped: inOrder(dropped, ['page', 'relay', 'recording']),
    tables: filled,
  });
}

function inOrder(object: object, keys: readonly string[]): Record<string, unknown> {
  const values = object as Record<string, unknown>;
  return Object.fromEntries(keys.map((key) => [key, values[key]]));
}
