import type { Milliseconds, Stop } from '@memory-plus/core/model';
import { cut } from '../../platform/text.ts';
import type { Component } from '../../renders/render-log.ts';
import type { AdapterContext, FrameworkAdapter } from '../adapter.ts';
import { componentNames } from '../component-names.ts';
import { whenAssigned } from '../hook-place.ts';
import { RenderStack } from '../render-stack.ts';

/** Angular's profiler events, the same numbers from version 12 on. */
const createStart = 0;
const createEnd = 1;
const updateStart = 2;
const updateEnd = 3;

type Profiler = (event: number, instance: unknown, template?: unknown) => void;
type SetProfiler = (profiler: Profiler | null) => unknown;

/**
 * Angular's development builds: the profiler that they publish under `ng` as the application starts tells when a template runs.
 * Production builds publish nothing.
 */
export const angularAdapter: FrameworkAdapter = {
  name: 'angular',
  install(window) {
    return {
      start(context) {
        const { guard } = context.environment;
        const stops: Stop[] = [];
        const look = (holder: unknown, name: string, found: (value: unknown) => void) =>
          guard(() => {
            if (holder instanceof Object) stops.push(whenAssigned(holder, name, (value) => guard(() => found(value))));
          });
        look(window, 'ng', (ng) =>
          look(ng, 'ɵsetProfiler', (set) => {
            if (typeof set === 'function') stops.push(watchAngular(set as SetProfiler, context));
          }),
        );
        return () => {
          for (const stop of stops.splice(0)) stop();
        };
      },
    };
  },
};

function watchAngular(setProfiler: SetProfiler, { environment, log, emit }: AdapterContext): Stop {
  const { natives, guard } = environment;
  const stack = new RenderStack(log, 'angular', natives);
  let active = true;
  const detail = 'development build: templates timed';
  emit('capabilities', { at: natives.now(), name: 'angular', available: true, detail });
  // A first render is a pass that creates and one that updates. Views without a context of their own share an entry.
  const created = new WeakMap<object, { views: number; time: Milliseconds }>();
  const take = (event: number, key: object, component: Component) => {
    const now = natives.now();
    if (event === createStart || event === updateStart) stack.open(key, now);
    const begin = stack.beginOf(key);
    if (begin === undefined) return;
    const fresh = created.get(key) ?? { views: 0, time: 0 };
    if (event === createEnd) created.set(key, { views: fresh.views + 1, time: fresh.time + stack.pause(key, now) });
    if (event !== updateEnd) return;
    const mount = fresh.views > 0;
    if (mount) created.set(key, { views: fresh.views - 1, time: 0 });
    stack.close(key, { component, at: now, mount, total: Math.max(0, now - begin), before: fresh.time, how: 'timed' });
  };
  const answer = setProfiler((event, instance, template) => {
    if (!active || event > updateEnd) return;
    guard(() => {
      const key = instance instanceof Object ? instance : template;
      const component = componentOf(instance, template);
      if (component && key instanceof Object) take(event, key, component);
    });
  });
  return () => {
    active = false;
    // From version 20 on it answers with what removes this profiler alone; before, there was room for one.
    if (typeof answer === 'function') answer();
    else setProfiler(null);
  };
}

/**
 * A component by its class. The views inside its template (of `@if`, `@for`, structural directives) have a context that is none; they
 * go by the name that Angular gave to their part of the template, such as `App_For_3_Template`.
 */
function componentOf(instance: unknown, template: unknown): Component | null {
  const type = instance instanceof Object ? instance.constructor : null;
  if (type && 'ɵcmp' in type) return componentOfType(type);
  return typeof template === 'function' ? componentOfType(template) : null;
}

const componentOfType = componentNames((type) => cut((type as { name?: unknown }).name).replace(/^_/, ''));
