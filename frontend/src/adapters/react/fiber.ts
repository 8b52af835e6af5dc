import { cut } from '../../platform/text.ts';
import type { Component } from '../../renders/render-log.ts';
import { componentNames } from '../component-names.ts';

/** The parts of React's fiber that are read, the same in React 16.8 to 19 except `effectTag`, which became `flags` in 17.0.2. */
export interface Fiber {
  readonly tag: number;
  readonly type: unknown;
  /** What was asked for: differs from `type` for a `memo` that React has made one with its component. */
  readonly elementType?: unknown;
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

/** One hook of a function component. */
export interface HookState {
  readonly memoizedState: unknown;
  readonly queue?: unknown;
  readonly next: HookState | null;
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
const memoTag = 14;
const simpleMemoTag = 15;
const performedWork = 1;

/** Function, function not yet known to be one (to 18), forwardRef, simple memo: those that the dispatcher is set for. */
export const isFunctionComponent = ({ tag }: Fiber): boolean =>
  tag === 0 || tag === simpleMemoTag || tag === 11 || tag === 2;
export const isClassComponent = (fiber: Fiber): boolean => fiber.tag === classTag;
export const isComponent = (fiber: Fiber): boolean => isFunctionComponent(fiber) || isClassComponent(fiber);

/**
 * Whether this commit's render called the component: it did work; or it changed nothing, when React drops the result and the flag, but the
 * hooks have been gone through anew.
 */
export function wasRendered(fiber: Fiber): boolean {
  if (((fiber.flags ?? fiber.effectTag ?? 0) & performedWork) !== 0) return true;
  const { alternate, memoizedState } = fiber;
  return alternate !== null && memoizedState !== alternate.memoizedState && isFunctionComponent(fiber);
}

/** The first render. In the legacy roots of React 16 and 17 one that suspended before is in the tree already, without props. */
export function isMount({ alternate }: Fiber): boolean {
  return alternate === null || alternate.memoizedProps === null;
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

/** The component that a fiber is an instance of, under the name that its author gave it, be it to the `memo` around it. */
export function componentOf({ tag, type, elementType, return: parent }: Fiber): Component {
  if (tag === simpleMemoTag && isMemo(elementType)) return componentOfType(elementType);
  return componentOfType(parent?.tag === memoTag && isMemo(parent.type) ? parent.type : type);
}

const isMemo = (type: unknown): boolean => isObject(type) && 'compare' in type;

const componentOfType = componentNames(nameOf);

/** `forwardRef` and `memo` without a name of their own go by what is inside. */
function nameOf(type: object): string {
  const own = cut(Reflect.get(type, 'displayName')) || cut(Reflect.get(type, 'name'));
  if (own || typeof type === 'function') return own;
  const inner: unknown = Reflect.get(type, 'render') ?? Reflect.get(type, 'type');
  return inner instanceof Object ? nameOf(inner) : '';
}

export function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
