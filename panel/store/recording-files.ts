import type { EpochMs } from '@memory-plus/core/model';
import { RecordingError } from '@memory-plus/core/recording';
import { units } from '@memory-plus/core/words';
import { en } from '../strings/en.ts';
import { formatCount } from '../strings/format.ts';
import { RecordingModel } from './recording-model.ts';

/** Larger files are refused before they are read: the text alone would fill the panel's memory. */
export const maxImportBytes = 400_000_000;

/** Reads an exported recording. Throws a `RecordingError` that says what is wrong. */
export async function openRecording(
  file: Pick<Blob, 'size' | 'text'>,
): Promise<{ readonly model: RecordingModel; readonly text: string }> {
  if (file.size > maxImportBytes)
    throw new RecordingError(en.files.tooLarge(megabytes(file.size), megabytes(maxImportBytes)));
  const [text, { parse }] = await Promise.all([file.text(), import('../recordings/parse.ts')]);
  return { model: RecordingModel.from(parse(text)), text };
}

/** Of a file, as file managers count them. */
function megabytes(bytes: number): string {
  return units('MB', { value: formatCount(bytes / 1e6) });
}

/** `memory-plus-renders-2026-03-02T09-00-00.csv` */
export function fileName(now: EpochMs, ending: string, content?: string): string {
  const moment = new Date(now).toISOString().slice(0, 19).replaceAll(':', '-');
  return ['memory-plus', content, `${moment}.${ending}`].filter(Boolean).join('-');
}
