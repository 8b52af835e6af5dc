import { type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { Platform } from '../platform/platform.ts';

export const tourSteps = ['verdict', 'timeline', 'evidence', 'server'] as const;
export type TourStep = (typeof tourSteps)[number];

export const tourKey = 'tour-seen';

/** Four steps for who opens the tab for the first time. */
export interface Tour {
  /** Null: not shown. */
  readonly step: ReadonlySignal<TourStep | null>;
  next(): void;
  /** Ended here, it is not shown again. */
  end(): void;
  again(): void;
}

export function createTour(platform: Pick<Platform, 'read' | 'write'>): Tour {
  const step: Signal<TourStep | null> = signal(null);
  platform.read('local', tourKey).then(
    (seen) => {
      if (seen !== true) step.value = tourSteps[0];
    },
    // Where nothing can be remembered, nobody wants to see it each time.
    () => {},
  );
  const end = () => {
    step.value = null;
    platform.write('local', tourKey, true).catch(() => {});
  };
  return {
    step,
    end,
    next() {
      const following = step.value === null ? undefined : tourSteps[tourSteps.indexOf(step.value) + 1];
      if (following) step.value = following;
      else end();
    },
    again() {
      step.value = tourSteps[0];
    },
  };
}
