import type { Stop } from '@memory-plus/core/model';
import { cut } from '../../platform/text.ts';
import type { Component } from '../../renders/render-log.ts';
import type { AdapterContext, FrameworkAdapter } from '../adapter.ts';
import { componentNames } from '../component-names.ts';
import { RenderStack } from '../render-stack.ts';

/** Angular's profiler events, the same numbers from version 12 on. */
const createStart = 0;
const createEnd = 1;
const updateStart = 2;
const updateEnd = 3;

type Profiler = (event: number, instance: unknown) => void;
interface AngularGlobals {
  readonly ɵsetProfiler?: (profiler: Profiler | null) => unknown;
}

/**
 * Angular's development builds: the profiler that they publish under `ng` tells when a template runs. Angular publishes it when it
 * starts the application, so it is looked for at each tick. Production builds publish nothing.
 */
export const angularAdapter: FrameworkAdapter = {
  name: 'angular',
  install(window) {
    return {
      start(context) {
        const { environment } = context;
        let stopProfiler: Stop | null = null;
        const look = () => {
          const ng: unknown = Reflect.get(window, 'ng');
          const set = typeof ng === 'object' && ng !== null ? (ng as AngularGlobals).ɵsetProfiler : undefined;
          if (stopProfiler || typeof set !== 'function') return;
          stopProfiler = watchAngular(ng as AngularGlobals, context);
        };
        const stopTicks = environment.ticks.on(() => environment.guard(look));
        return () => {
          stopTicks();
          stopProfiler?.();
        };
      },
    };
  },
};

function watchAngular(ng: AngularGlobals, { environment, log, emit }: AdapterContext): Stop {
  const { natives, guard } = environment;
  const stack = new RenderStack(log, 'angular');
  let active = true;
  const detail = 'development build: templates timed';
  emit('capabilities', { at: natives.now(), name: 'angular', available: true, detail });
  const answer = ng.ɵsetProfiler?.((event, instance) => {
    if (!active || typeof instance !== 'object' || instance === null) return;
    guard(() => {
      if (event === createStart || event === updateStart) stack.open(instance, natives.now());
      if (event !== createEnd && event !== updateEnd) return;
      const begin = stack.beginOf(instance);
      if (begin === undefined) return;
      const at = natives.now();
      const component = componentOf(instance);
      stack.close(instance, {
        component,
        at,
        mount: event === createEnd,
        total: Math.max(0, at - begin),
        how: 'timed',
      });
    });
  });
  return () => {
    active = false;
    // From version 20 on it answers with what removes this profiler alone; before, there was room for one.
    if (typeof answer === 'function') answer();
    else ng.ɵsetProfiler?.(null);
  };
}

const componentOfType = componentNames((type) => cut((type as { name?: unknown }).name).replace(/^_/, ''));
const componentOf = (instance: object): Component => componentOfType(instance.constructor);
