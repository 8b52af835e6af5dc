import type { EpochMs, MetricSource, Row } from '@memory-plus/core/model';
import type { PageEnvironment } from '../platform/environment.ts';

/** Wall clock and monotonic clock may drift apart by so much between two ticks before it counts as a jump. */
export const clockTolerance = 1_000;

type Event = Row<'lifecycle'>['event'];

/** What explains gaps in the series: hidden, frozen, stored for the back button, and jumps of the clock. */
export const lifecycleSource: MetricSource<PageEnvironment> = {
  name: 'lifecycle',
  group: null,
  support: () => ({ available: true }),
  start({ window, natives, ticks, guard }, emit) {
    const say = (event: Event) => guard(() => emit('lifecycle', { at: natives.now(), event }));
    const { document } = window;
    const heard: [EventTarget, string, (event: globalThis.Event) => void][] = [
      [document, 'visibilitychange', () => say(document.visibilityState === 'hidden' ? 'hidden' : 'visible')],
      [document, 'freeze', () => say('frozen')],
      [document, 'resume', () => say('resumed')],
      [window, 'pagehide', (event) => (event as PageTransitionEvent).persisted && say('stored')],
      [window, 'pageshow', (event) => (event as PageTransitionEvent).persisted && say('restored')],
    ];
    for (const [target, type, listener] of heard) target.addEventListener(type, listener, true);
    say('start');
    if (document.visibilityState === 'hidden') say('hidden');

    let drift = natives.wall() - natives.now();
    const stopTicks = ticks.on((at: EpochMs) => {
      const drifted = natives.wall() - at;
      if (Math.abs(drifted - drift) > clockTolerance) say('clock-jump');
      drift = drifted;
    });
    return () => {
      stopTicks();
      for (const [target, type, listener] of heard) target.removeEventListener(type, listener, true);
    };
  },
};
