import type { EpochMs, TableName } from '@memory-plus/core/model';
import { exportCsv, exportRecording, exportTrace } from '@memory-plus/core/recording';
import type { Platform } from '../platform/platform.ts';
import { pageOf } from '../recordings/entry.ts';
import { reportHtml } from '../report/report.tsx';
import { en } from '../strings/en.ts';
import { type Notices, said } from './notices.ts';
import type { Preferences } from './preferences.ts';
import { fileName } from './recording-files.ts';
import type { RecordingModel } from './recording-model.ts';

/** What is shown, saved as files of the kinds that others read. */
export interface Exports {
  json(): void;
  /** A recording that is not the one shown. */
  jsonOf(model: RecordingModel): void;
  csv(table: TableName): void;
  /** For the Performance panel of Chrome and for Perfetto. */
  trace(): void;
  /** One HTML file for people who do not have Memory+. */
  report(): void;
  /** Saves a picture once it is drawn. */
  picture(picture: Promise<Blob>): Promise<void>;
}

export interface ExportsOptions {
  readonly platform: Pick<Platform, 'saveFile' | 'version'>;
  readonly notices: Notices;
  readonly now: () => EpochMs;
  readonly model: () => RecordingModel;
  readonly preferences: () => Preferences;
  /** Name of an imported recording; null while the live one is shown. */
  readonly name: () => string | null;
}

export function createExports({ platform, notices, now, model, preferences, name }: ExportsOptions): Exports {
  const jsonOf = (shown: RecordingModel) =>
    platform.saveFile(fileName(now(), 'json'), 'application/json', exportRecording(shown.store.recording()));
  return {
    jsonOf,
    json: () => jsonOf(model()),
    csv(table) {
      platform.saveFile(fileName(now(), 'csv', table), 'text/csv', exportCsv(model().store.recording(), table));
    },
    trace() {
      platform.saveFile(fileName(now(), 'json', 'trace'), 'application/json', exportTrace(model().store.recording()));
    },
    report() {
      const html = reportHtml(model(), {
        title: name() ?? pageOf(model()).site ?? en.recordings.unnamed,
        threshold: preferences().slowRender,
        version: platform.version,
      });
      platform.saveFile(fileName(now(), 'html', 'report'), 'text/html', html);
    },
    async picture(picture) {
      try {
        platform.saveFile(fileName(now(), 'png', 'timeline'), 'image/png', await picture);
      } catch (error) {
        notices.problem(said(error));
      }
    },
  };
}
