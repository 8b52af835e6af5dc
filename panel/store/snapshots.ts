import { type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { Platform } from '../platform/platform.ts';
import { en } from '../strings/en.ts';
import { SnapshotClient, SnapshotProblem, type SnapshotWorker } from '../workers/client.ts';
import type { OpenedSnapshot, OpenProgress, Problem } from '../workers/messages.ts';
import { fileName } from './recording-files.ts';

/** A baseline, one after an action, one after it was undone: more are not compared. */
export const mostSnapshots = 3;

export const snapshotTabs = ['summary', 'diff', 'hunt', 'suspects', 'dominators', 'path'] as const;
export type SnapshotTab = (typeof snapshotTabs)[number];

/** What a person looks at in the snapshots that are open. */
export interface SnapshotChoice {
  readonly tab: Signal<SnapshotTab>;
  /** The snapshot that is looked into, by its place in the list. */
  readonly file: Signal<number>;
  /** The object whose path is shown. */
  readonly node: Signal<number | null>;
  /** The class whose objects alone are listed. */
  readonly className: Signal<string | null>;
}

/** Snapshots that are open, and the worker that holds them. */
export interface SnapshotSet {
  readonly client: SnapshotClient;
  readonly choice: SnapshotChoice;
  /** In the order in which they were taken. */
  readonly list: readonly OpenedSnapshot[];
}

export type SnapshotsState =
  | { readonly state: 'closed'; readonly problem: Problem | null }
  | { readonly state: 'opening'; readonly files: readonly string[]; readonly progress: OpenProgress }
  | { readonly state: 'open'; readonly set: SnapshotSet };

/** Heap snapshots that a person opened. They outlive a change of the view, and end with `close`. */
export interface Snapshots {
  readonly state: ReadonlySignal<SnapshotsState>;
  /** Opens these in place of what is open. What is wrong with them is in the state afterwards. */
  open(files: readonly File[]): Promise<void>;
  /** Ends the opening, or closes what is open; its memory is free at once. */
  close(): void;
  /** Lets the person save the findings. Rejects with an Error for a person. */
  exportFindings(now: number): Promise<void>;
}

export function createSnapshots(
  platform: Pick<Platform, 'saveFile' | 'version'>,
  start: () => SnapshotWorker,
): Snapshots {
  const state = signal<SnapshotsState>({ state: 'closed', problem: null });
  let client: SnapshotClient | null = null;
  const close = (problem: Problem | null = null) => {
    client?.close();
    client = null;
    state.value = { state: 'closed', problem };
  };
  return {
    state,
    close: () => close(),
    async open(files) {
      if (files.length === 0) return;
      if (files.length > mostSnapshots) {
        close({ file: null, sort: 'unreadable', message: en.snapshots.tooMany(files.length) });
        return;
      }
      close();
      const names = files.map(({ name }) => name);
      const opening = new SnapshotClient(start(), (progress) => {
        state.value = { state: 'opening', files: names, progress };
      });
      client = opening;
      state.value = { state: 'opening', files: names, progress: { file: 0, fraction: 0, phase: 'reading' } };
      try {
        const list = await opening.ask('open', { files });
        state.value = { state: 'open', set: { client: opening, list, choice: firstChoice(list.length) } };
      } catch (error) {
        close(problemOf(error));
      }
    },
    async exportFindings(now) {
      const shown = state.value;
      if (shown.state !== 'open') return;
      const content = await shown.set.client.ask('findings', { now, version: platform.version });
      platform.saveFile(fileName(now, 'json', 'snapshot-findings'), 'application/json', content);
    },
  };
}

/** The answer that these snapshots were opened for, and the newest of them. */
function firstChoice(count: number): SnapshotChoice {
  const tab: SnapshotTab = count === 1 ? 'summary' : count === 2 ? 'diff' : 'hunt';
  return { tab: signal(tab), file: signal(count - 1), node: signal(null), className: signal(null) };
}

function problemOf(error: unknown): Problem {
  if (error instanceof SnapshotProblem) return error.problem;
  return { file: null, sort: 'unreadable', message: error instanceof Error ? error.message : String(error) };
}

/** The whole of the work that is done, 0 to 1: each file counts alike. */
export function shareDone({ file, fraction }: OpenProgress, files: number): number {
  return Math.min(1, (file + fraction) / files);
}
