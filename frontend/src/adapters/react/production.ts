import type { EpochMs, How, Milliseconds } from '@memory-plus/core/model';
import type { Natives } from '../../platform/natives.ts';
import type { Component, RenderLog } from '../../renders/render-log.ts';
import { DispatcherSides, type DispatcherTimer, timeDispatcher } from './dispatcher-timer.ts';
import {
  componentOf,
  type Fiber,
  type FiberRoot,
  isFunctionComponent,
  isMount,
  type Renderer,
  walkCommit,
  wasRendered,
} from './fiber.ts';

/** Stands for renders whose time could not be matched with a component. */
export const unattributed: Component = { name: '(unattributed)' };

interface TimedReact {
  readonly timer: DispatcherTimer;
  readonly sides: DispatcherSides;
}

/** A commit of a production build. */
export interface NotedCommit {
  readonly components: number;
  readonly how: How;
  /** Function components that were called, in the order of rendering. */
  readonly functions: readonly Fiber[];
  /** What each of them took by itself; null where that is not known. */
  readonly durations: readonly Milliseconds[] | null;
}

/** Times function components of production builds, one timer for each React that the page has. */
export class ProductionTimers {
  readonly #natives: Natives;
  readonly #byDispatcher = new WeakMap<object, TimedReact>();
  #timers: DispatcherTimer[] = [];

  constructor(natives: Natives) {
    this.#natives = natives;
  }

  attach(renderer: Renderer): void {
    if (renderer.bundleType !== 0) return;
    const ref = renderer.currentDispatcherRef;
    if (typeof ref !== 'object' || ref === null || this.#byDispatcher.has(ref)) return;
    const timer = timeDispatcher(ref, this.#natives);
    if (!timer) return;
    this.#byDispatcher.set(ref, { timer, sides: new DispatcherSides() });
    this.#timers.push(timer);
  }

  times(renderer: Renderer): boolean {
    return this.#timed(renderer) !== undefined;
  }

  /** Forgets what was timed for a commit that React measured itself. */
  skip(renderer: Renderer): void {
    this.#timed(renderer)?.timer.take();
  }

  detach(): void {
    for (const timer of this.#timers) timer.detach();
    this.#timers = [];
  }

  /** Notes a commit: with times where the timings match the components in order, else as counts and one sum of times. */
  note(renderer: Renderer, root: FiberRoot, at: EpochMs, log: RenderLog): NotedCommit {
    const timed = this.#timed(renderer);
    const timings = timed?.timer.take();
    const functions: Fiber[] = [];
    const mounts: boolean[] = [];
    let components = 0;
    walkCommit(root, (fiber) => {
      if (!wasRendered(fiber)) return false;
      components++;
      if (isFunctionComponent(fiber)) {
        functions.push(fiber);
        mounts.push(usesMountDispatcher(fiber));
      } else log.count(componentOf(fiber), at, isMount(fiber), null, null, 'counted');
      return true;
    });
    const first = timings && timed ? timed.sides.match(timings, mounts) : null;
    const how = first === null ? 'counted' : 'timed';
    const { threshold } = log;
    for (let i = 0; i < functions.length; i++) {
      const fiber = functions[i] as Fiber;
      const self = first === null ? null : (timings?.durations[first + i] ?? 0);
      const mount = isMount(fiber);
      if (self !== null && self > threshold)
        log.addSlow(componentOf(fiber), { at, mount, self, total: null, how }, () => null);
      else log.count(componentOf(fiber), at, mount, self, null, how);
    }
    // What was rendered before the first was thrown away.
    if (timings && first !== 0) noteUnattributed(timings.durations.slice(0, first ?? undefined), at, log);
    const durations = first ? timings?.durations.slice(first) : timings?.durations;
    return {
      components,
      how: functions.length > 0 ? how : 'counted',
      functions,
      durations: first === null ? null : (durations ?? null),
    };
  }

  #timed({ currentDispatcherRef: ref }: Renderer): TimedReact | undefined {
    return typeof ref === 'object' && ref !== null ? this.#byDispatcher.get(ref) : undefined;
  }
}

function noteUnattributed(durations: readonly Milliseconds[], at: EpochMs, log: RenderLog): void {
  for (const self of durations) {
    if (self > log.threshold)
      log.addSlow(unattributed, { at, mount: false, self, total: null, how: 'timed' }, () => null);
    else log.count(unattributed, at, false, self, null, 'timed');
  }
}

/** React's own rule for the dispatcher that a component is called with. */
function usesMountDispatcher({ alternate }: Fiber): boolean {
  return alternate === null || alternate.memoizedState === null;
}
