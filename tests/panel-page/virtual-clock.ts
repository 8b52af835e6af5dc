import { fetchSchemas } from '../../panel/pairing/schemas.ts';
import type { Environment } from '../../panel/store/environment.ts';

interface Timer {
  readonly due: number;
  readonly callback: () => void;
}

/** An environment whose time passes only when told to: twelve minutes of recording in a second, the same each time. */
export class VirtualClock implements Environment {
  readonly fetch: Environment['fetch'];
  #now: number;
  #timers = new Map<number, Timer>();
  #lastTimer = 0;
  #watchers = new Set<() => void>();
  #frames: (() => void)[] = [];
  #shown = true;

  constructor(start: number, fetch: Environment['fetch']) {
    this.#now = start;
    this.fetch = fetch;
  }

  now(): number {
    return this.#now;
  }

  /** Chance is part of what must be the same each time. */
  random(): number {
    return 0.5;
  }

  setTimer(callback: () => void, delay: number): unknown {
    this.#timers.set(++this.#lastTimer, { due: this.#now + Math.max(0, delay), callback });
    return this.#lastTimer;
  }

  clearTimer(timer: unknown): void {
    this.#timers.delete(timer as number);
  }

  /** A frame is painted at the end of `advance`: what happened in between is painted once. */
  nextFrame(callback: () => void): void {
    this.#frames.push(callback);
  }

  visible(): boolean {
    return this.#shown;
  }

  onVisibility(callback: () => void): () => void {
    this.#watchers.add(callback);
    return () => this.#watchers.delete(callback);
  }

  show(shown: boolean): void {
    this.#shown = shown;
    for (const callback of this.#watchers) callback();
  }

  get timers(): number {
    return this.#timers.size;
  }

  /** Lets time pass, running what falls due in order, and what it awaits. */
  async advance(duration: number): Promise<void> {
    const end = this.#now + duration;
    for (;;) {
      await settle();
      const next = [...this.#timers].filter(([, { due }]) => due <= end).sort(([, a], [, b]) => a.due - b.due)[0];
      if (!next) break;
      this.#timers.delete(next[0]);
      this.#now = Math.max(this.#now, next[1].due);
      next[1].callback();
    }
    this.#now = end;
    await settle();
  }

  /** Paints what waits for a frame. */
  async paint(): Promise<void> {
    for (const callback of this.#frames.splice(0)) callback();
    await settle();
  }
}

/** Bodies of answers are streams: they take a few turns of the event loop. */
async function settle(): Promise<void> {
  // Fetched once, from a disk whose time is not the test's.
  await fetchSchemas();
  const { port1, port2 } = new MessageChannel();
  for (let turn = 0; turn < 4; turn++) {
    await new Promise<void>((resolve) => {
      port1.onmessage = () => resolve();
      port2.postMessage(null);
    });
  }
  port1.close();
}
