import type { Emit, Row, TableName } from '@memory-plus/core/model';
import { JSDOM } from 'jsdom';
import type { ObjectWish, PageEnvironment, Unmount } from '../../../frontend/src/platform/environment.ts';
import { captureNatives, type Natives, type PageWindow } from '../../../frontend/src/platform/natives.ts';
import { Signal } from '../../../frontend/src/platform/signal.ts';

/** Natives whose clock and timers a test moves by hand. */
export class HandClock {
  now = 1_000;
  #timers = new Map<number, { at: number; run: () => void }>();
  #ids = 0;

  natives(more: Partial<Natives> = {}): Natives {
    return {
      ...captureNatives(globalThis),
      now: () => this.now,
      wall: () => this.now,
      origin: 0,
      readHeap: null,
      setTimeout: (run, delay) => {
        this.#timers.set(++this.#ids, { at: this.now + delay, run });
        return this.#ids;
      },
      clearTimeout: (timer) => this.#timers.delete(timer as number),
      ...more,
    };
  }

  get timers(): number {
    return this.#timers.size;
  }

  advance(ms: number): void {
    const until = this.now + ms;
    for (;;) {
      const due = [...this.#timers].filter(([, { at }]) => at <= until).sort((a, b) => a[1].at - b[1].at)[0];
      if (!due) break;
      this.#timers.delete(due[0]);
      this.now = Math.max(this.now, due[1].at);
      due[1].run();
    }
    this.now = until;
  }
}

/** Rows by table, as they are emitted. */
export class Rows {
  readonly all: { table: TableName; row: Row<TableName> }[] = [];
  readonly emit: Emit = (table, row) => this.all.push({ table, row });

  of<K extends TableName>(table: K): Row<K>[] {
    return this.all.filter((entry) => entry.table === table).map(({ row }) => row as unknown as Row<K>);
  }
}

export function openWindow(): PageWindow {
  return new JSDOM('<!doctype html><div id="root"></div>', { url: 'http://shop.test/?q=1' }).window as never;
}

export function environmentOf(window: PageWindow, natives: Natives): PageEnvironment {
  return {
    window,
    natives,
    guard: (work) => work(),
    ticks: new Signal<number>(),
    collections: new Signal<number>(),
    unmounts: new Signal<Unmount>(),
    wishes: new Signal<ObjectWish>(),
    commits: () => 0,
    throttled: () => false,
  };
}
