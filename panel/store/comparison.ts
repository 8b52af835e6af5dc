import { type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { RecordingEntry } from '../recordings/entry.ts';
import { en } from '../strings/en.ts';
import type { Comparer, ComparisonResult } from '../workers/compare-client.ts';
import { startComparer } from '../workers/start.ts';
import { type Notices, said } from './notices.ts';

export type ComparisonState =
  | { readonly state: 'none' }
  | { readonly state: 'working'; readonly before: RecordingEntry; readonly after: RecordingEntry }
  | {
      readonly state: 'done';
      readonly before: RecordingEntry;
      readonly after: RecordingEntry;
      readonly result: ComparisonResult;
    };

/** Two kept recordings side by side. */
export interface RecordingComparison {
  readonly state: ReadonlySignal<ComparisonState>;
  compare(before: RecordingEntry, after: RecordingEntry): Promise<void>;
  /** Also while it works: that is how it is cancelled. */
  end(): void;
}

/** `texts` reads the parts of a recording from disk. */
export function createComparison(notices: Notices, texts: (id: string) => Promise<string[]>): RecordingComparison {
  const state: Signal<ComparisonState> = signal({ state: 'none' });
  let comparer: Comparer | null = null;
  const end = () => {
    comparer?.end();
    comparer = null;
    state.value = { state: 'none' };
  };
  return {
    state,
    end,
    async compare(before, after) {
      end();
      const working: ComparisonState = { state: 'working', before, after };
      state.value = working;
      try {
        const [old, now] = [await texts(before.id), await texts(after.id)];
        if (state.value !== working) return;
        comparer = startComparer();
        const result = await comparer.compare(old, now);
        if (state.value === working) state.value = { state: 'done', before, after, result };
      } catch (error) {
        if (state.value !== working) return;
        notices.problem(en.recordings.notCompared(said(error)));
        end();
      }
    },
  };
}
