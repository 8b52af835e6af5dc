import { cut } from '../platform/text.ts';
import { memoryMonitor } from '../utils/memoryMonitor.ts';

/** The hooks of the framework that these are bound to: React's or Preact's. */
export interface HooksOf {
  useRef<T>(initial: T): { current: T };
  useEffect(effect: () => undefined | (() => void), deps?: readonly unknown[]): void;
  useLayoutEffect(effect: () => undefined | (() => void), deps?: readonly unknown[]): void;
  useMemo<T>(factory: () => T, deps: readonly unknown[]): T;
}

export interface TrackingOptions {
  /** Off: nothing is measured and nothing is kept. On by default while the monitor or the Memory+ tab may want it. */
  readonly enabled?: boolean | undefined;
  /** Renders longer than this many milliseconds warn in development builds; 16 by default. */
  readonly slowRender?: number | undefined;
  /** Told of each render that was put on the screen. */
  readonly onRender?: ((render: TrackedRender) => void) | undefined;
}

export interface TrackedRender {
  readonly name: string;
  readonly phase: 'mount' | 'update';
  /** From the component's call to its layout effects: the component, what it rendered, and what it changed in the document. */
  readonly duration: number;
  /** Renders of this instance so far. */
  readonly renders: number;
}

export interface TrackingHooks {
  /** Tracks the renders of the component that calls it, under `name`. */
  usePerformanceTracking(name: string, options?: TrackingOptions): void;
  /** `useMemo` that tells what the computation costs and how often it was spared, as the cache `memo: name`. */
  useTrackedMemo<T>(factory: () => T, deps: readonly unknown[], name: string): T;
}

interface Instance {
  renders: number;
  begin: number;
}

const defaultSlowRender = 16;
/** What the effect of an instance that is off depends on: nothing that ever changes. One entry, as when it is on: React wants their number to stay. */
const never: readonly unknown[] = [null];
const nothing = () => undefined;
const off: TrackingOptions = { enabled: false };

/**
 * Binds the hooks to a framework. Nothing is noted while rendering, because a render may be thrown away or done twice (StrictMode,
 * Suspense, concurrent rendering): what counts is what reached the layout effects. On a server no effect runs, so nothing is noted.
 */
export function createTrackingHooks(hooks: HooksOf, development: () => boolean): TrackingHooks {
  const { useRef, useEffect, useLayoutEffect, useMemo } = hooks;
  const onServer = typeof document === 'undefined';
  const useCommitEffect = onServer ? useEffect : useLayoutEffect;

  function usePerformanceTracking(name: string, options: TrackingOptions = {}): void {
    const read = onServer ? off : readOptions(options);
    const enabled = read.enabled === true;
    const instance = useRef<Instance | null>(null);
    if (enabled) {
      instance.current ??= { renders: 0, begin: 0 };
      instance.current.begin = performance.now();
    }
    // Off, nothing is made anew in a render, and the effect is not scheduled again.
    useCommitEffect(enabled ? () => noteCommit(instance.current, name, read) : nothing, enabled ? [{}] : never);
  }

  function noteCommit(instance: Instance | null, name: string, options: TrackingOptions): undefined {
    if (!instance || instance.begin === 0) return;
    const duration = Math.max(0, performance.now() - instance.begin);
    // StrictMode runs effects twice for one render: the second time there is nothing to note.
    instance.begin = 0;
    const phase = instance.renders++ === 0 ? 'mount' : 'update';
    note({ name, phase, duration, renders: instance.renders }, options, development);
  }

  function useTrackedMemo<T>(factory: () => T, deps: readonly unknown[], name: string): T {
    const asked = useRef({ computed: 0, cost: 0, fresh: false });
    const value = useMemo(() => {
      const begin = performance.now();
      const result = factory();
      asked.current.cost = performance.now() - begin;
      asked.current.fresh = true;
      return result;
    }, deps);
    useCommitEffect(() => {
      // What is no text stays as it is: the monitor refuses it with a warning.
      const cache = typeof name === 'string' ? `memo: ${cut(name)}` : name;
      if (!asked.current.fresh) {
        memoryMonitor.hit(cache);
        return undefined;
      }
      asked.current.fresh = false;
      memoryMonitor.miss(cache);
      memoryMonitor.trackRender(cache, asked.current.cost, {
        phase: asked.current.computed++ === 0 ? 'mount' : 'update',
      });
      return undefined;
    });
    return value;
  }

  return { usePerformanceTracking, useTrackedMemo };
}

/** Read once, while rendering; what cannot be read turns the tracking off instead of ending the page's render. */
function readOptions(options: TrackingOptions): TrackingOptions {
  try {
    const { enabled, slowRender, onRender } = options ?? {};
    return enabled === false ? off : { enabled: true, slowRender, onRender };
  } catch {
    return off;
  }
}

function note(render: TrackedRender, { slowRender, onRender }: TrackingOptions, development: () => boolean) {
  memoryMonitor.trackRender(render.name, render.duration, { phase: render.phase });
  const limit = typeof slowRender === 'number' && slowRender >= 0 ? slowRender : defaultSlowRender;
  if (render.duration > limit && development())
    console.warn(
      `Memory+: ${cut(render.name, '(unnamed)')} took ${render.duration.toFixed(1)} ms to ${render.phase} (over ${limit} ms).`,
    );
  try {
    onRender?.(render);
  } catch (error) {
    // The page's render goes on without it.
    console.error('Memory+: onRender failed.', error);
  }
}
