import { retainedKey } from '@memory-plus/core/analysis';
import type { Row } from '@memory-plus/core/model';
import { type ReadonlySignal, signal } from '@preact/signals';
import type { PageLink, Platform } from '../platform/platform.ts';
import { newHandle, type ShowOutcome } from '../platform/show-object.ts';
import { en } from '../strings/en.ts';
import { type Notices, said } from './notices.ts';
import type { SourceState } from './source-state.ts';

/** Shows objects of the page in the other panels of DevTools. */
export interface ObjectViewer {
  /** The label that is being looked for (`retainedKey`). */
  readonly busy: ReadonlySignal<string | null>;
  /** One object of a label: in the Elements panel or in Sources; with `print` in the console, which holds it from then on. */
  show(page: SourceState, row: Row<'retained'>, print: boolean): Promise<void>;
}

export interface ObjectViewerOptions {
  readonly platform: Pick<Platform, 'showObject'>;
  readonly link: () => Pick<PageLink, 'show'>;
  readonly notices: Notices;
}

export function createObjectViewer({ platform, link, notices }: ObjectViewerOptions): ObjectViewer {
  const busy = signal<string | null>(null);
  return {
    busy,
    async show({ source }, row, print) {
      if (busy.value !== null) return;
      busy.value = retainedKey(row);
      try {
        const { what, label } = row;
        const handle = newHandle();
        link().show(source.id, { handle, what, label, print });
        notices.say(outcomeSaid(await platform.showObject(handle), label));
      } catch (error) {
        notices.problem(said(error));
      } finally {
        busy.value = null;
      }
    },
  };
}

function outcomeSaid(outcome: ShowOutcome, label: string): string {
  return en.retained.shown[outcome](label);
}
