import type { EpochMs, TableName } from '@memory-plus/core/model';
import { exportCsv, exportRecording, exportTrace, type Recording } from '@memory-plus/core/recording';
import type { Platform } from '../platform/platform.ts';
import { type ReportOptions, reportHtml } from '../report/report.tsx';
import type { RecordingModel } from './recording-model.ts';

export function saveJson(platform: Platform, recording: Recording, now: EpochMs): void {
  platform.saveFile(fileName(now, 'json'), 'application/json', exportRecording(recording));
}

export function saveCsv(platform: Platform, recording: Recording, table: TableName, now: EpochMs): void {
  platform.saveFile(fileName(now, 'csv', table), 'text/csv', exportCsv(recording, table));
}

/** For the Performance panel of Chrome and for Perfetto. */
export function saveTrace(platform: Platform, recording: Recording, now: EpochMs): void {
  platform.saveFile(fileName(now, 'json', 'trace'), 'application/json', exportTrace(recording));
}

/** One HTML file for people who do not have Memory+. */
export function saveReport(platform: Platform, model: RecordingModel, now: EpochMs, options: ReportOptions): void {
  platform.saveFile(fileName(now, 'html', 'report'), 'text/html', reportHtml(model, options));
}

/** `memory-plus-renders-2026-03-02T09-00-00.csv` */
export function fileName(now: EpochMs, ending: string, content?: string): string {
  const moment = new Date(now).toISOString().slice(0, 19).replaceAll(':', '-');
  return ['memory-plus', content, `${moment}.${ending}`].filter(Boolean).join('-');
}
