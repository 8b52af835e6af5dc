import type { EpochMs, TableName } from '@memory-plus/core/model';
import { exportCsv, exportRecording } from '@memory-plus/core/recording';
import type { Platform } from '../platform/platform.ts';
import { pageOf } from '../recordings/entry.ts';
import { en } from '../strings/en.ts';
import { type Notices, said } from './notices.ts';
import type { Outgoing } from './outgoing.ts';
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
  trace(): Promise<void>;
  /** One HTML file for people who do not have Memory+. */
  report(): Promise<void>;
  /** Saves a picture once it is drawn. */
  picture(picture: Promise<Blob>): Promise<void>;
}

export interface ExportsOptions {
  readonly platform: Pick<Platform, 'saveFile' | 'version'>;
  readonly notices: Notices;
  readonly now: () => EpochMs;
  readonly model: () => RecordingModel;
  readonly preferences: () => Preferences;
  readonly outgoing: Outgoing;
  /** Name of an imported recording; null while the live one is shown. */
  readonly name: () => string | null;
}

export function createExports({ platform, notices, now, model, preferences, outgoing, name }: ExportsOptions): Exports {
  const jsonOf = (shown: RecordingModel) =>
    platform.saveFile(fileName(now(), 'json'), 'application/json', exportRecording(outgoing.recording(shown)));
  /** Saves what takes a while to make, or says why it could not be made. */
  const saved = async (make: () => Promise<Parameters<Platform['saveFile']>>) => {
    try {
      platform.saveFile(...(await make()));
    } catch (error) {
      notices.problem(said(error));
    }
  };
  return {
    jsonOf,
    json: () => jsonOf(model()),
    csv(table) {
      platform.saveFile(fileName(now(), 'csv', table), 'text/csv', exportCsv(outgoing.recording(model()), table));
    },
    trace: () =>
      saved(async () => {
        const { traceOf } = await import('../report/trace.ts');
        return [fileName(now(), 'json', 'trace'), 'application/json', traceOf(outgoing.model(model()))];
      }),
    report: () =>
      saved(async () => {
        const { reportHtml } = await import('../report/report.tsx');
        const html = reportHtml(outgoing.model(model()), {
          title: name() ?? pageOf(model()).site ?? en.recordings.unnamed,
          threshold: preferences().slowRender,
          version: platform.version,
        });
        return [fileName(now(), 'html', 'report'), 'text/html', html];
      }),
    picture: (picture) => saved(async () => [fileName(now(), 'png', 'timeline'), 'image/png', await picture]),
  };
}
