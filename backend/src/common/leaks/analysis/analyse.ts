import { createReadStream } from 'node:fs';
import {
  type ClassChange,
  diffById,
  edgeText,
  findSuspects,
  type Heap,
  loadHeap,
  type PathStep,
  redactSnapshot,
  type Suspect,
} from '@memory-plus/core/heap-snapshot';
import type { Analysis, SnapshotGrowth } from '@memory-plus/core/protocol/backend';

/** A snapshot and the one before it, as files. */
export interface AnalysisInput {
  readonly path: string;
  readonly before: { readonly id: string; readonly path: string } | null;
}

const mostSteps = 60;
const mostClasses = 30;

/**
 * Suspects of a snapshot and its growth since the one before. Contents of strings are taken out before anything is read, so no answer can
 * hold them.
 * @throws SnapshotError for a file that cannot be read
 */
export async function analyseSnapshot({ path, before }: AnalysisInput): Promise<Analysis> {
  const heap = await load(path);
  const suspects = findSuspects(heap, 20).map(plainSuspect);
  if (before === null) return { suspects, growth: null, detail: null };
  try {
    return { suspects, growth: growthBetween(before.id, await load(before.path), heap), detail: null };
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? 'its file is gone' : 'it could not be read';
    return { suspects, growth: null, detail: `The growth since the earlier snapshot is not known: ${reason}.` };
  }
}

function load(path: string): Promise<Heap> {
  return loadHeap(redactSnapshot(createReadStream(path, { highWaterMark: 1 << 20 })));
}

function plainSuspect({ rule, word, sentence, example, count, bytes, share, path }: Suspect): Analysis['suspects'][0] {
  return {
    rule: rule.slice(0, 200),
    word,
    sentence: sentence.slice(0, 1000),
    class: example.className.slice(0, 200),
    count,
    bytes,
    share,
    path: path && shortened(path).map(plainStep),
  };
}

/** Of a long path the end: what holds the object is nearest to it. */
function shortened(path: readonly PathStep[]): readonly PathStep[] {
  return path.filter(({ type }) => type !== 'synthetic').slice(-mostSteps);
}

function plainStep({ edge, className, retainedSize }: PathStep) {
  return { edge: edge ? edgeText(edge).slice(0, 200) : '', class: className.slice(0, 200), retainedSize };
}

function growthBetween(since: string, before: Heap, after: Heap): SnapshotGrowth {
  const { totalBefore, totalAfter, survivors, warning, classes } = diffById(before, after);
  const grown = classes.filter(({ sizeChange }) => sizeChange > 0).slice(0, mostClasses);
  return { since, totalBefore, totalAfter, survivors, warning, classes: grown.map(plainClass) };
}

function plainClass({ name, added, removed, countChange, sizeChange, retainedSizeChange }: ClassChange) {
  return { class: name.slice(0, 200), added, removed, countChange, sizeChange, retainedSizeChange };
}
