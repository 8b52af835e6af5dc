import { type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { RecordingEntry } from '../recordings/entry.ts';
import { en } from '../strings/en.ts';
import type { Importer } from './importer.ts';
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
  readonly importer: Pick<Importer, 'open'>;
  readonly selection: Selection;
}

export function createOpened({ recordings, importer, selection }: OpenedOptions): Opened {
  const imported: Signal<Imported | null> = signal(null);
  const show = (shown: Imported | null) => {
    imported.value = shown;
    selection.reset();
  };
  return {
    imported,
    async importFile(file) {
      const opened = await importer.open(file);
      if (!opened) return;
      show({ name: file.name, model: opened.model });
      await recordings.keep(opened.model, file.name, opened.parts);
    },
    async openKept({ id, name }) {
      const model = await recordings.open(id);
      if (model) show({ name: name || en.recordings.unnamed, model });
    },
    backToLive: () => show(null),
  };
}
