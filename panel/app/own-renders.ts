import { defaultSettings, type Milliseconds } from '@memory-plus/core/model';

/** A virtual node of Preact, as far as it tells the name of what renders. */
interface RenderedNode {
  readonly type?: unknown;
}

type Listener = ((node: RenderedNode, ...rest: unknown[]) => unknown) | undefined;

/** Preact's option hooks, by the names in its built files: `__r` is called before a component renders, `diffed` after all below it did. */
export interface RenderHooks {
  __r?: Listener;
  diffed?: Listener;
}

/** What the panel's own renders cost: Memory+ held to the threshold that it holds pages to. */
export interface OwnRenders {
  /** Renders of a component with everything below it. */
  readonly count: number;
  /** Those over `threshold`. */
  readonly slow: number;
  readonly threshold: Milliseconds;
  /** The slowest; 0 before there is one. */
  readonly worst: Milliseconds;
  readonly worstName: string;
  stop(): void;
}

/** Times every render that was asked for; those below it are part of it, so that two readings of the clock are all that it costs. */
export function watchOwnRenders(hooks: RenderHooks, now: () => Milliseconds): OwnRenders {
  const { __r: render, diffed } = hooks;
  let outermost: RenderedNode | null = null;
  let began = 0;
  const seen = {
    count: 0,
    slow: 0,
    threshold: defaultSettings.slowRender,
    worst: 0,
    worstName: '',
    stop() {
      hooks.__r = render;
      hooks.diffed = diffed;
    },
  };
  hooks.__r = (node, ...rest) => {
    if (!outermost) {
      outermost = node;
      began = now();
      // Renders end before any microtask; one that threw ends unheard.
      queueMicrotask(() => {
        outermost = null;
      });
    }
    render?.(node, ...rest);
  };
  hooks.diffed = (node, ...rest) => {
    diffed?.(node, ...rest);
    if (node !== outermost) return;
    outermost = null;
    const took = now() - began;
    seen.count++;
    if (took > seen.threshold) seen.slow++;
    if (took <= seen.worst) return;
    seen.worst = took;
    seen.worstName = typeof node.type === 'function' ? node.type.name : '';
  };
  return seen;
}
