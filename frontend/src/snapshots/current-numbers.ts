import type { Emit, Row } from '@memory-plus/core/model';
import type { MetricSnapshot } from './metric-snapshots.ts';

type Numbers = Omit<MetricSnapshot, 'at' | 'reason' | 'label' | 'verdict'>;

/** Keeps the last word of each series, so that a snapshot costs nothing but a copy. */
export class CurrentNumbers {
  #heap: Row<'heap'> | null = null;
  #floor: Row<'heap'> | null = null;
  #nodes: number | null = null;
  #collections = 0;
  #renders = 0;
  #slowRenders = 0;
  #retained = new Map<string, number>();
  /** Without a prototype: a cache may have any name. */
  #caches: Record<string, Numbers['caches'][string]> = Object.create(null);

  readonly take: Emit = (table, row) => {
    const takers: { [K in typeof table]?: (row: never) => void } = this.#takers;
    takers[table]?.(row as never);
  };

  get heap(): Row<'heap'> | null {
    return this.#heap;
  }

  get numbers(): Numbers {
    return {
      heapUsed: this.#heap?.used ?? null,
      heapFloor: this.#floor?.used ?? null,
      nodes: this.#nodes,
      retained: [...this.#retained.values()].reduce((sum, count) => sum + count, 0),
      collections: this.#collections,
      renders: this.#renders,
      slowRenders: this.#slowRenders,
      caches: { ...this.#caches },
    };
  }

  readonly #takers = {
    heap: (row: Row<'heap'>) => {
      this.#heap = row;
      if (row.floor) this.#floor = row;
    },
    collections: () => {
      this.#collections++;
    },
    dom: (row: Row<'dom'>) => {
      this.#nodes = row.nodes;
    },
    renders: (row: Row<'renders'>) => {
      this.#renders += row.count;
      this.#slowRenders += row.slow;
    },
    retained: ({ what, label, count }: Row<'retained'>) => {
      if (count > 0) this.#retained.set(`${what} ${label}`, count);
      else this.#retained.delete(`${what} ${label}`);
    },
    caches: ({ name, hits, misses, size, bytes }: Row<'caches'>) => {
      this.#caches[name] = { hits, misses, size, bytes };
    },
  };
}
