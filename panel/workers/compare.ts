import { decimate } from '@memory-plus/core/analysis';
import { type Comparison, compareRecordings } from '@memory-plus/core/judgement';
import { joinRecordings, parseRecording, type Recording, RecordingError, rowsOf } from '@memory-plus/core/recording';
import { fileTexts as text } from '../strings/en-files.ts';

/** A heap over time, counted from the beginning of its recording: two recordings lie on one axis. */
export interface Overlay {
  /** Milliseconds since the recording began, and bytes; the breaks between page loads are NaN. */
  readonly heap: readonly { readonly x: number; readonly y: number }[];
}

export interface ComparisonResult extends Comparison {
  readonly before: Overlay;
  readonly after: Overlay;
}

const pointsOfOverlay = 500;

/** Compares two kept recordings, each given as its parts.
 * @throws RecordingError */
export function compareParts(before: readonly string[], after: readonly string[]): ComparisonResult {
  const [old, now] = [joined(before), joined(after)];
  return { ...compareRecordings(old, now), before: overlay(old), after: overlay(now) };
}

function joined(texts: readonly string[]): Recording {
  const [first, ...others] = texts.map(parseRecording);
  if (!first) throw new RecordingError(text.notKept);
  return joinRecordings(first, ...others);
}

/** The heap of the top frame's documents; of the first server where no page was recorded. */
function overlay(recording: Recording): Overlay {
  const { sources } = recording;
  const isTop = (index: number) => {
    const source = sources[index];
    return source?.kind === 'page' && source.frame === 0;
  };
  const shown = sources.flatMap((_source, index) => (isTop(index) ? [index] : []));
  const indexes = shown.length > 0 ? shown : sources.length > 0 ? [0] : [];
  const rows = [...rowsOf(recording, 'heap')].filter(({ source }) => indexes.includes(source));
  const start = rows.reduce((earliest, { at }) => Math.min(earliest, at), Number.POSITIVE_INFINITY);
  const heap = indexes.flatMap((index) => {
    const own = rows.filter(({ source }) => source === index);
    const series = { at: own.map(({ at }) => at), value: own.map(({ used }) => used) };
    const points = decimate(series, { columns: Math.ceil(pointsOfOverlay / indexes.length) });
    const line = points.map(({ at, value }) => ({ x: at - start, y: value }));
    const last = line.at(-1);
    return last ? [...line, { x: last.x, y: Number.NaN }] : [];
  });
  return { heap };
}
