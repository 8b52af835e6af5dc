import { retainedKey } from '@memory-plus/core/analysis';
import type { Row } from '@memory-plus/core/model';
import { effect, type ReadonlySignal, untracked } from '@preact/signals';
import type { PageLink, Platform } from '../platform/platform.ts';
import { en } from '../strings/en.ts';
import { type ConsoleCheck, createConsoleCheck } from './console-check.ts';
import type { Environment } from './environment.ts';
import { createIgnoredLabels } from './ignored-labels.ts';
import type { Notices } from './notices.ts';
import { createObjectViewer, type ObjectViewer } from './object-viewer.ts';
import type { RecordingModel } from './recording-model.ts';
import type { SourceState } from './source-state.ts';

/** What a person can do about objects that should be gone. */
export interface LeakTools {
  readonly viewer: ObjectViewer;
  readonly consoleCheck: ConsoleCheck;
  /** From now on a label does not count on the site of `page`, or counts again. */
  ignore(page: SourceState, row: Pick<Row<'retained'>, 'what' | 'label'>, ignored: boolean): void;
  close(): void;
}

export interface LeakToolsOptions {
  readonly platform: Platform;
  readonly environment: Environment;
  readonly notices: Notices;
  readonly link: () => PageLink;
  readonly live: ReadonlySignal<RecordingModel>;
  /** The live recording or an imported one. */
  readonly shown: ReadonlySignal<RecordingModel>;
  readonly changed: () => void;
}

export function createLeakTools(options: LeakToolsOptions): LeakTools {
  const { platform, environment, notices, link, live, shown, changed } = options;
  const ignored = createIgnoredLabels(platform, notices);
  const stop = effect(() => {
    // Read here, so that a change of it, or of what is shown, comes by again.
    ignored.sites.value;
    for (const model of new Set([live.value, shown.value])) model.ignore((source) => ignored.at(source));
    untracked(changed);
  });
  return {
    viewer: createObjectViewer({ platform, link, notices }),
    consoleCheck: createConsoleCheck({ platform, environment, notices, model: () => live.value }),
    ignore({ source }, row, on) {
      const key = retainedKey(row);
      void ignored.change(source, key, on);
      if (on) notices.undoable(en.retained.nowIgnored(row.label), () => void ignored.change(source, key, false));
    },
    close() {
      stop();
      ignored.close();
    },
  };
}
