import { type ReadonlySignal, signal } from '@preact/signals';

/** Shortest time between two updates of the views. */
export const beatInterval = 250;

export interface BeatEnvironment {
  now(): number;
  setTimer(callback: () => void, delay: number): unknown;
  /** Calls back before the next paint; not at all while the panel is hidden. */
  nextFrame(callback: () => void): void;
}

/** Tells the views that data changed: at most four times a second, and only when a frame will be painted. */
export interface Beat {
  /** Counts up with each update. */
  readonly revision: ReadonlySignal<number>;
  /** Data changed: update soon. */
  changed(): void;
  /** A person acts: update at once. */
  now(): void;
}

export function createBeat(environment: BeatEnvironment): Beat {
  const revision = signal(0);
  let pending = false;
  let last = Number.NEGATIVE_INFINITY;
  const update = () => {
    last = environment.now();
    revision.value++;
  };
  return {
    revision,
    changed() {
      if (pending) return;
      pending = true;
      const wait = Math.max(0, last + beatInterval - environment.now());
      environment.setTimer(
        () =>
          environment.nextFrame(() => {
            pending = false;
            update();
          }),
        wait,
      );
    },
    now: update,
  };
}
