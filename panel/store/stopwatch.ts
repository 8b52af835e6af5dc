import type { Milliseconds } from '@memory-plus/core/model';
import { type ReadonlySignal, type Signal, signal } from '@preact/signals';

/** Whether the panel records, and for how long it has, without pauses. */
export interface Stopwatch {
  readonly running: ReadonlySignal<boolean>;
  elapsed(): Milliseconds;
  toggle(): void;
  /** Goes on from `elapsed`. */
  set(elapsed: Milliseconds): void;
}

export function createStopwatch(now: () => Milliseconds): Stopwatch {
  const running: Signal<boolean> = signal(true);
  let before = 0;
  let since = now();
  const elapsed = () => before + (running.value ? now() - since : 0);
  const set = (to: Milliseconds) => {
    before = to;
    since = now();
  };
  return {
    running,
    elapsed,
    set,
    toggle() {
      set(elapsed());
      running.value = !running.value;
    },
  };
}
