import { cut } from '../../platform/text.ts';
import { type ContextDependency, type Fiber, type HookState, isObject } from './fiber.ts';

const maxKeys = 10;

/** Why a component rendered again: what differs from the render before, else its parent. Null for a first render. */
export function reasonOf(fiber: Fiber): string | null {
  const before = fiber.alternate;
  if (!before) return null;
  const reasons: string[] = [];
  const keys = changedKeys(before.memoizedProps, fiber.memoizedProps);
  if (keys.length > 0) reasons.push(`props (${keys.join(', ')})`);
  if (stateChanged(before, fiber)) reasons.push('state');
  if (contextChanged(before.dependencies?.firstContext ?? null, fiber.dependencies?.firstContext ?? null))
    reasons.push('context');
  return cut(reasons.join(', '), 'parent');
}

function changedKeys(before: unknown, after: unknown): string[] {
  if (before === after || !isObject(before) || !isObject(after)) return [];
  const changed: string[] = [];
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    if (changed.length === maxKeys) return [...changed, '…'];
    if (!Object.is(ownValue(before, key), ownValue(after, key))) changed.push(key);
  }
  return changed;
}

/** A getter of the page is not called. */
function ownValue(object: object, key: string): unknown {
  return Object.getOwnPropertyDescriptor(object, key)?.value;
}

/** Hooks with a queue are useState and useReducer (and kin); a class has its state as it is. */
function stateChanged(before: Fiber, after: Fiber): boolean {
  if (before.memoizedState === after.memoizedState) return false;
  if (after.tag === 1) return true;
  let old = before.memoizedState as HookState | null;
  let now = after.memoizedState as HookState | null;
  for (let i = 0; i < 1_000 && isObject(old) && isObject(now); i++) {
    if (now.queue && !Object.is(old.memoizedState, now.memoizedState)) return true;
    old = old.next;
    now = now.next;
  }
  return false;
}

function contextChanged(before: ContextDependency | null, after: ContextDependency | null): boolean {
  let old = before;
  let now = after;
  for (let i = 0; i < 1_000 && old && now; i++) {
    if (old.context === now.context && !Object.is(old.memoizedValue, now.memoizedValue)) return true;
    old = old.next;
    now = now.next;
  }
  return false;
}
