import { cut } from '../../platform/text.ts';
import type { Component } from '../../renders/render-log.ts';
import { componentNames } from '../component-names.ts';

/** The parts of React's fiber that are read, the same in React 16.8 to 19 except `effectTag`, which became `flags` in 17.0.2. */
export interface Fiber {
  readonly tag: number;
  readonly type: unknown;
  readonly stateNode: unknown;
  readonly child: Fiber | null;
  readonly sibling: Fiber | null;
  readonly alternate: Fiber | null;
  readonly return?: Fiber | null;
  readonly memoizedProps: unknown;
  readonly memoizedState: unknown;
  readonly dependencies?: { readonly firstContext: ContextDependency | null } | null;
  readonly flags?: number;
  readonly effectTag?: number;
  /** From 18 on: what the last render took out. */
  readonly deletions?: readonly Fiber[] | null;
  /** To 17: the ends of the list of changes below. */
  readonly firstEffect?: Fiber | null;
  readonly lastEffect?: Fiber | null;
  readonly actualDuration?: number;
  readonly actualStartTime?: number;
  readonly selfBaseDuration?: number;
}

export interface ContextDependency {
  readonly context: unknown;
  readonly memoizedValue: unknown;
  readonly next: ContextDependency | null;
}

export interface FiberRoot {
  readonly current: Fiber;
}

/** What a renderer hands over in `inject`. */
export interface Renderer {
  readonly version?: unknown;
  readonly bundleType?: unknown;
  readonly rendererPackageName?: unknown;
  readonly currentDispatcherRef?: unknown;
}

const classTag = 1;
const performedWork = 1;

/** Function, function not yet known to be one (to 18), forwardRef, simple memo: those that the dispatcher is set for. */
export const isFunctionComponent = ({ tag }: Fiber): boolean => tag === 0 || tag === 15 || tag === 11 || tag === 2;
export const isClassComponent = (fiber: Fiber): boolean => fiber.tag === classTag;
export const isComponent = (fiber: Fiber): boolean => isFunctionComponent(fiber) || isClassComponent(fiber);

export function didWork(fiber: Fiber): boolean {
  return ((fiber.flags ?? fiber.effectTag ?? 0) & performedWork) !== 0;
}

/**
 * Calls `visit` with each component that this commit went through, in the order of rendering, with its depth among those that
 * `visit` accepted. A list of children that is the same as in the tree before was not touched.
 */
export function walkCommit(root: FiberRoot, visit: (fiber: Fiber, depth: number) => boolean): void {
  // Siblings that are still to come, with their depths: one entry for each level that the walk is in.
  const later: Fiber[] = [];
  const depths: number[] = [];
  let fiber: Fiber | null | undefined = root.current;
  let depth = 0;
  while (fiber) {
    const { child, sibling, alternate }: Fiber = fiber;
    const deeper: number = isComponent(fiber) && visit(fiber, depth) ? depth + 1 : depth;
    if (child !== null && (alternate === null || child !== alternate.child)) {
      if (sibling !== null) {
        later.push(sibling);
        depths.push(depth);
      }
      fiber = child;
      depth = deeper;
    } else if (sibling !== null) fiber = sibling;
    else {
      fiber = later.pop();
      depth = depths.pop() ?? 0;
    }
  }
}

/** The component that a fiber is an instance of. */
export const componentOf = ({ type }: Fiber): Component => componentOfType(type);

const componentOfType = componentNames(nameOf);

function nameOf(type: object): string {
  const { displayName, name, render } = type as { displayName?: unknown; name?: unknown; render?: unknown };
  const own = cut(displayName) || cut(name);
  return own || typeof render !== 'function' ? own : nameOf(render);
}
