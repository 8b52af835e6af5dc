import type { EpochMs, TableName } from '@memory-plus/core/model';
import { exportCsv, exportRecording, exportTrace, parseRecording, RecordingError } from '@memory-plus/core/recording';
import { units } from '@memory-plus/core/words';
import type { Platform } from '../platform/platform.ts';
import { type ReportOptions, reportHtml } from '../report/report.tsx';
import { en } from '../strings/en.ts';
import { formatCount } from '../strings/format.ts';
import { RecordingModel } from './recording-model.ts';

/** Larger files are refused before they are read: the text alone would fill the panel's memory. */
export const maxImportBytes = 400_000_000;

export function saveJson(platform: Platform, model: RecordingModel, now: EpochMs): void {
  platform.saveFile(fileName(now, 'json'), 'application/json', exportRecording(model.store.recording()));
}

export function saveCsv(platform: Platform, model: RecordingModel, table: TableName, now: EpochMs): void {
  platform.saveFile(fileName(now, 'csv', table), 'text/csv', exportCsv(model.store.recording(), table));
}

/** For the Performance panel of Chrome and for Perfetto. */
export function saveTrace(platform: Platform, model: RecordingModel, now: EpochMs): void {
  platform.saveFile(fileName(now, 'json', 'trace'), 'application/json', exportTrace(model.store.recording()));
}

/** One HTML file for people who do not have Memory+. */
export function saveReport(platform: Platform, model: RecordingModel, now: EpochMs, options: ReportOptions): void {
  platform.saveFile(fileName(now, 'html', 'report'), 'text/html', reportHtml(model, options));
}

/** Reads an exported recording. Throws a `RecordingError` that says what is wrong. */
export async function openRecording(
  file: Pick<Blob, 'size' | 'text'>,
): Promise<{ readonly model: RecordingModel; readonly text: string }> {
  if (file.size > maxImportBytes)
    throw new RecordingError(en.files.tooLarge(megabytes(file.size), megabytes(maxImportBytes)));
  const text = await file.text();
  return { model: RecordingModel.from(parseRecording(text)), text };
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
