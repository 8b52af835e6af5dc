import { type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { openParts } from '../recordings/open.ts';
import { en } from '../strings/en.ts';
import { type ImportWorker, readInWorker } from '../workers/import-client.ts';
import { type Notices, said } from './notices.ts';
import type { RecordingModel } from './recording-model.ts';

/** A file that is being opened: first it is read and checked, then it is put into the panel. */
export interface Importing {
  readonly name: string;
  readonly phase: 'reading' | 'opening';
  /** From 0 to 1, of the phase. */
  readonly share: number;
}

/** Opens recordings from files off the panel's thread. */
export interface Importer {
  readonly state: ReadonlySignal<Importing | null>;
  /** Null where it was cancelled or cannot be opened, which is said. */
  open(file: File): Promise<{ readonly model: RecordingModel; readonly parts: readonly string[] } | null>;
  cancel(): void;
}

export interface ImporterOptions {
  readonly notices: Notices;
  readonly startWorker: () => ImportWorker;
}

export function createImporter({ notices, startWorker }: ImporterOptions): Importer {
  const state: Signal<Importing | null> = signal(null);
  let cancel = () => {};
  return {
    state,
    cancel: () => cancel(),
    async open(file) {
      // The last file wins: whoever drops another one does not want the first any more.
      cancel();
      const { name } = file;
      const worker = startWorker();
      const cancelled = new Promise<null>((resolve) => {
        cancel = () => {
          worker.end();
          state.value = null;
          resolve(null);
        };
      });
      const mine = cancel;
      const tell = (phase: Importing['phase'], share: number) => {
        if (cancel === mine && state.value !== null) state.value = { name, phase, share };
        return cancel === mine && state.value !== null;
      };
      const read = async () => {
        const opened = await readInWorker(worker, file, (share) => tell('reading', share));
        const parts: string[] = [];
        const model = await openParts(keeping(opened.parts(), parts), (done) => tell('opening', done / opened.total));
        return model && { model, parts };
      };
      state.value = { name, phase: 'reading', share: 0 };
      try {
        return await Promise.race([read(), cancelled]);
      } catch (error) {
        notices.problem(en.notices.importFailed(name, said(error)));
        return null;
      } finally {
        worker.end();
        if (cancel === mine) state.value = null;
      }
    },
  };
}

/** Hands `parts` on and puts each into `kept`. */
async function* keeping(parts: AsyncIterable<string>, kept: string[]): AsyncGenerator<string> {
  for await (const part of parts) {
    kept.push(part);
    yield part;
  }
}
