import {
  type ClassRow,
  classRows,
  diffByClass,
  diffById,
  dominatedBy,
  findSuspects,
  type Heap,
  type HuntResult,
  hunt,
  retainerPath,
  type SnapshotDiff,
  SnapshotError,
  type Suspect,
  summarise,
} from '@memory-plus/core/heap-snapshot';
import { fileTexts as text } from '../strings/en-files.ts';
import { findingsOf } from './findings.ts';
import type { Answer, Ask, Kind, OpenedSnapshot, OpenProgress, Range, Request, Rows } from './messages.ts';
import { dominatorRow, type Ranking, rankMatches, rankObjects } from './ranking.ts';
import { readSnapshot } from './read-file.ts';

interface Opened {
  readonly heap: Heap;
  readonly about: OpenedSnapshot;
}

/** The last answer to a question of one kind: the windows of one list are asked for one after another. */
class Last<T> {
  #key: string | null = null;
  #value: T | null = null;

  get(key: string, make: () => T): T {
    if (this.#key !== key || this.#value === null) {
      // Let go first: both at once may not fit.
      this.#value = null;
      this.#value = make();
      this.#key = key;
    }
    return this.#value;
  }
}

/** Holds the opened snapshots and answers questions about them. Lives in the worker. */
export class SnapshotEngine {
  #opened: readonly Opened[] = [];
  readonly #classes = new Last<readonly ClassRow[]>();
  readonly #ranking = new Last<Ranking>();
  readonly #diff = new Last<SnapshotDiff>();
  readonly #dominated = new Last<readonly number[]>();
  readonly #suspects = new Map<number, readonly Suspect[]>();
  #hunt: HuntResult | null = null;

  /** Throws an OpenError or a SnapshotError. */
  async answer({ kind, ask }: Request, onProgress: (progress: OpenProgress) => void): Promise<Answer<Kind>> {
    switch (kind) {
      case 'open':
        return this.#open(ask, onProgress);
      case 'classes':
        return this.#classRows(ask);
      case 'objects':
        return this.#objects(ask);
      case 'diff':
        return this.#diffRows(ask);
      case 'hunt':
        return this.#hunted();
      case 'suspects':
        return this.#suspectsOf(ask.file);
      case 'object': {
        const heap = this.#node(ask);
        return { row: dominatorRow(heap, ask.node), path: retainerPath(heap, ask.node) };
      }
      case 'dominated': {
        const heap = this.#node(ask);
        const nodes = this.#dominated.get(`${ask.file} ${ask.node}`, () => dominatedBy(heap, ask.node));
        return windowOf(nodes, ask, (node) => dominatorRow(heap, node));
      }
      case 'findings':
        return this.#findings(ask);
    }
  }

  async #open({ files }: Ask<'open'>, onProgress: (progress: OpenProgress) => void): Promise<OpenedSnapshot[]> {
    const opened: Opened[] = [];
    for (const [index, file] of files.entries()) {
      const heap = await readSnapshot(file, (progress) => onProgress({ file: index, ...progress }));
      opened.push({ heap, about: about(file, heap) });
    }
    this.#opened = opened.sort((a, b) => greatestId(a.heap) - greatestId(b.heap));
    return this.#opened.map((one) => one.about);
  }

  #heap(file: number): Heap {
    const heap = this.#opened[file]?.heap;
    if (!heap) throw new SnapshotError('not-found', text.notOpen);
    return heap;
  }

  #node({ file, node }: { readonly file: number; readonly node: number }): Heap {
    const heap = this.#heap(file);
    if (node >= heap.sizes.length) throw new SnapshotError('not-found', text.noObject);
    return heap;
  }

  #classRows({ file, text, order, ...range }: Ask<'classes'>): Rows<ClassRow> {
    const heap = this.#heap(file);
    const rows = this.#classes.get(`${file} ${order} ${text}`, () => named(classRows(heap, order), text));
    return windowOf(rows, range, (row) => row);
  }

  #objects({ file, className, text, ...range }: Ask<'objects'>): Answer<'objects'> {
    const heap = this.#heap(file);
    const wanted = text.trim();
    const { nodes, found } = this.#ranking.get(JSON.stringify([file, className, wanted]), () =>
      wanted === '' ? rankObjects(heap, className) : rankMatches(heap, wanted),
    );
    return { ...windowOf(nodes, range, (node) => dominatorRow(heap, node)), found };
  }

  #diffOf(before: number, after: number, by: 'id' | 'class'): SnapshotDiff {
    const compare = by === 'id' ? diffById : diffByClass;
    return this.#diff.get(`${before} ${after} ${by}`, () => compare(this.#heap(before), this.#heap(after)));
  }

  #diffRows({ before, after, by, text, ...range }: Ask<'diff'>): Answer<'diff'> {
    const { classes, ...head } = this.#diffOf(before, after, by);
    return { ...windowOf(named(classes, text), range, (row) => row), head };
  }

  #hunted(): HuntResult {
    const [baseline, target, final] = this.#opened;
    if (!baseline || !target || !final) throw new SnapshotError('not-found', text.needsThree);
    this.#hunt ??= hunt(baseline.heap, target.heap, final.heap);
    return this.#hunt;
  }

  #suspectsOf(file: number): readonly Suspect[] {
    const found = this.#suspects.get(file) ?? findSuspects(this.#heap(file));
    this.#suspects.set(file, found);
    return found;
  }

  #findings({ now, version }: Ask<'findings'>): Blob {
    const last = this.#opened.length - 1;
    const snapshots = this.#opened.map(({ heap, about: head }, file) => ({
      ...head,
      heap,
      suspects: this.#suspectsOf(file),
    }));
    return findingsOf({
      now,
      version,
      snapshots,
      diff: last > 0 ? this.#diffOf(0, last, 'id') : null,
      hunt: last === 2 ? this.#hunted() : null,
    });
  }
}

function about(file: File, heap: Heap): OpenedSnapshot {
  const { totalSize, nodeCount, edgeCount, classCount, detached } = summarise(heap, { limit: 0 });
  return { name: file.name, fileSize: file.size, totalSize, nodeCount, edgeCount, classCount, detached };
}

/**
 * V8 gives ever higher ids, so that within a process the snapshot with the highest one was taken last. Its own objects have odd ones;
 * those of the embedder are even and in no order.
 */
function greatestId({ tables }: Heap): number {
  return tables.nodeIds.reduce((greatest, id) => (id % 2 === 1 && id > greatest ? id : greatest), 0);
}

function named<R extends { readonly name: string }>(rows: readonly R[], text: string): readonly R[] {
  const wanted = text.trim().toLowerCase();
  return wanted === '' ? rows : rows.filter(({ name }) => name.toLowerCase().includes(wanted));
}

function windowOf<T, R>(all: readonly T[], { from, count }: Range, row: (one: T) => R): Rows<R> {
  return { total: all.length, rows: all.slice(from, from + count).map(row) };
}
