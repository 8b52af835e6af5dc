import {
  biggestRetainers,
  type Heap,
  type HuntResult,
  type SnapshotDiff,
  type Suspect,
  summarise,
} from '@memory-plus/core/heap-snapshot';
import type { OpenedSnapshot } from './messages.ts';

export interface FindingsInput {
  /** EpochMs. */
  readonly now: number;
  readonly version: string;
  readonly snapshots: readonly (OpenedSnapshot & { readonly heap: Heap; readonly suspects: readonly Suspect[] })[];
  readonly diff: SnapshotDiff | null;
  readonly hunt: HuntResult | null;
}

/** Name and version of the file, for programs that read it. */
export const findingsFormat = 'memory-plus/snapshot-findings@1';
const mostClasses = 200;
const mostRetainers = 50;

/** What was found, as a file: the figures, the heaviest classes and objects, the suspects, and what the snapshots say together. */
export function findingsOf({ now, version, snapshots, diff, hunt }: FindingsInput): Blob {
  const findings = {
    format: findingsFormat,
    tool: { name: 'Memory+', version },
    created: new Date(now).toISOString(),
    snapshots: snapshots.map(({ heap, suspects, ...head }) => {
      const { kinds, classes } = summarise(heap, { limit: mostClasses });
      return { ...head, kinds, classes, biggestRetainers: biggestRetainers(heap, mostRetainers), suspects };
    }),
    diff: diff === null ? null : { ...diff, classes: diff.classes.slice(0, mostClasses) },
    hunt,
  };
  return new Blob([`${JSON.stringify(findings, null, 2)}\n`], { type: 'application/json' });
}
