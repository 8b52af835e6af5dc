import { type Fiber, type HookState, isObject } from './fiber.ts';

/** How far lists of siblings and rows of ancestors are followed. */
const maxSteps = 1_000;

/** States of a component that are followed. */
const maxStates = 5;

/** What a component keeps its state in, and what its setters hold: the instance of a class, the queues of hooks. */
export function statesOf({ tag, stateNode, memoizedState }: Fiber): unknown[] {
  if (tag === 1) return [stateNode];
  const states: unknown[] = [];
  let hook = memoizedState as HookState | null | undefined;
  for (let step = 0; isObject(hook) && step < maxSteps && states.length < maxStates; step++, hook = hook.next)
    if (isObject(hook.queue)) states.push(hook.queue);
  return states;
}

/**
 * Whether React itself still holds on to what it took out from under `parent`: from version 18 on in the list of what the parent
 * deleted, before that in the tree before and in the effects that were handed up to the ancestors. Both go when the parent has
 * rendered twice again, which may be much later.
 */
export function isHeldByReact(parent: Fiber, removed: readonly object[]): boolean {
  const sides = [parent, parent.alternate];
  // What is deleted is emptied there: its states are no longer within React's reach.
  if ('deletions' in parent && removed.some((object) => !('stateNode' in object))) return false;
  if ('deletions' in parent) return sides.some((side) => side?.deletions?.some((fiber) => removed.includes(fiber)));
  if (sides.some((side) => isAmongSiblings(side?.child, removed))) return true;
  let ancestor: Fiber | null = parent;
  for (let step = 0; ancestor && step < maxSteps; step++, ancestor = ancestor.return ?? null) {
    for (const side of [ancestor, ancestor.alternate])
      if (isAmongSiblings(side?.firstEffect, removed) || isAmongSiblings(side?.lastEffect, removed)) return true;
  }
  return false;
}

function isAmongSiblings(first: Fiber | null | undefined, removed: readonly object[]): boolean {
  let fiber = first;
  for (let step = 0; fiber && step < maxSteps; step++, fiber = fiber.sibling) if (removed.includes(fiber)) return true;
  return false;
}
