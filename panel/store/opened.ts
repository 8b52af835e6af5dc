import { type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { RecordingEntry } from '../recordings/entry.ts';
import { en } from '../strings/en.ts';
import { type Notices, said } from './notices.ts';
import { openRecording } from './recording-files.ts';
import type { RecordingModel } from './recording-model.ts';
import type { Recordings } from './recordings.ts';
import type { Selection } from './selection.ts';

/** A recording that is shown instead of the live one. */
export interface Imported {
  readonly name: string;
  readonly model: RecordingModel;
}

/** Another recording in place of the live one, which goes on meanwhile. */
export interface Opened {
  readonly imported: ReadonlySignal<Imported | null>;
  importFile(file: File): Promise<void>;
  /** Shows a kept recording in all views. */
  openKept(entry: RecordingEntry): Promise<void>;
  backToLive(): void;
}

export interface OpenedOptions {
  readonly recordings: Pick<Recordings, 'open' | 'keep'>;
  readonly notices: Notices;
  readonly selection: Selection;
}

export function createOpened({ recordings, notices, selection }: OpenedOptions): Opened {
  const imported: Signal<Imported | null> = signal(null);
  const show = (shown: Imported | null) => {
    imported.value = shown;
    selection.reset();
  };
  return {
    imported,
    async importFile(file) {
      try {
        const { model, text } = await openRecording(file);
        show({ name: file.name, model });
        await recordings.keep(model, file.name, text);
      } catch (error) {
        notices.problem(en.notices.importFailed(file.name, said(error)));
      }
    },
    async openKept({ id, name }) {
      const model = await recordings.open(id);
      if (model) show({ name: name || en.recordings.unnamed, model });
    },
    backToLive: () => show(null),
  };
}
