import type { EpochMs, How, Milliseconds } from '@memory-plus/core/model';
import type { Natives } from '../../platform/natives.ts';
import type { Component, RenderLog } from '../../renders/render-log.ts';
import { DispatcherSides, type DispatcherTimer, type Timings, timeDispatcher } from './dispatcher-timer.ts';
import {
  componentOf,
  didWork,
  type Fiber,
  type FiberRoot,
  isFunctionComponent,
  type Renderer,
  walkCommit,
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

  /** Notes a commit: with times where every timing matches a component in order, else as counts and one sum of times. */
  note(renderer: Renderer, root: FiberRoot, at: EpochMs, log: RenderLog): NotedCommit {
    const timed = this.#timed(renderer);
    const timings = timed?.timer.take();
    const functions: Fiber[] = [];
    const mounts: boolean[] = [];
    let components = 0;
    walkCommit(root, (fiber) => {
      const worked = didWork(fiber);
      if (isFunctionComponent(fiber) && (worked || wasCalled(fiber))) {
        functions.push(fiber);
        mounts.push(usesMountDispatcher(fiber));
      } else if (worked) log.count(componentOf(fiber), at, fiber.alternate === null, null, null, 'counted');
      if (worked) components++;
      return worked;
    });
    const matched = timings !== undefined && timed?.sides.agree(timings, mounts) === true;
    const how = matched ? 'timed' : 'counted';
    const { threshold } = log;
    for (let i = 0; i < functions.length; i++) {
      const fiber = functions[i] as Fiber;
      const self = matched ? (timings.durations[i] ?? 0) : null;
      const mount = fiber.alternate === null;
      if (self !== null && self > threshold)
        log.addSlow(componentOf(fiber), { at, mount, self, total: null, how }, () => null);
      else log.count(componentOf(fiber), at, mount, self, null, how);
    }
    if (timings && !matched) noteUnattributed(timings, at, log);
    return {
      components,
      how: functions.length > 0 ? how : 'counted',
      functions,
      durations: matched ? timings.durations : null,
    };
  }

  #timed({ currentDispatcherRef: ref }: Renderer): TimedReact | undefined {
    return typeof ref === 'object' && ref !== null ? this.#byDispatcher.get(ref) : undefined;
  }
}

function noteUnattributed({ durations }: Timings, at: EpochMs, log: RenderLog): void {
  for (const self of durations) {
    if (self > log.threshold)
      log.addSlow(unattributed, { at, mount: false, self, total: null, how: 'timed' }, () => null);
    else log.count(unattributed, at, false, self, null, 'timed');
  }
}

/** Called, and left without a change: React then drops the result and the flag, but the hooks have been gone through anew. */
function wasCalled({ alternate, memoizedState }: Fiber): boolean {
  return alternate !== null && memoizedState !== alternate.memoizedState;
}

/** React's own rule for the dispatcher that a component is called with. */
function usesMountDispatcher({ alternate }: Fiber): boolean {
  return alternate === null || alternate.memoizedState === null;
}
