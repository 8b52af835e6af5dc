import type { ComponentPlace } from '@memory-plus/core/protocol';
import { type ComponentTree, maxNodes, maxWalked } from '../component-tree.ts';
import { componentPlace, placeInStack } from '../place.ts';
import { componentOf, type Fiber, isComponent } from './fiber.ts';
import type { ReactHook } from './hook.ts';

const text = 6;
/** Elements, and from 19 on those that React moves into the head, and html, head and body. */
const elements: readonly number[] = [5, 26, 27];

/** What development builds add to a fiber: to 18 where its element was made, from 19 on the stack from there. */
interface DebugFiber extends Fiber {
  readonly _debugSource?: {
    readonly fileName?: unknown;
    readonly lineNumber?: unknown;
    readonly columnNumber?: unknown;
  };
  readonly _debugStack?: { readonly stack?: unknown };
}

/** The trees of all roots that committed since the hook is there. */
export function reactTree(hook: ReactHook): ComponentTree {
  return {
    walk(names, visit) {
      const { roots } = hook;
      for (const { root } of roots) {
        walkFibers(root.current, (fiber) => {
          if (!isComponent(fiber)) return true;
          const { name } = componentOf(fiber);
          if (names.has(name))
            visit({ name, nodes: () => nodesOf(fiber), place: () => placeOf(fiber), code: () => codeOf(fiber.type) });
          return true;
        });
      }
      return roots.length > 0;
    },
  };
}

/** Calls `visit` with a fiber and all below it, parents first; not with those below one where it answers false. */
function walkFibers(root: Fiber, visit: (fiber: Fiber) => boolean): void {
  const later: Fiber[] = [];
  let fiber: Fiber | null | undefined = root;
  for (let walked = 0; fiber && walked < maxWalked; walked++) {
    const { child, sibling }: Fiber = fiber;
    if (fiber !== root && sibling) later.push(sibling);
    const below: boolean = visit(fiber);
    fiber = below && child ? child : later.pop();
  }
}

function nodesOf(component: Fiber): Node[] {
  const nodes: Node[] = [];
  walkFibers(component, ({ tag, stateNode }) => {
    if (tag !== text && !elements.includes(tag)) return nodes.length < maxNodes;
    if (nodes.length < maxNodes && stateNode instanceof Object) nodes.push(stateNode as Node);
    return false;
  });
  return nodes;
}

function placeOf({ _debugSource, _debugStack }: DebugFiber): ComponentPlace | null {
  if (_debugSource)
    return componentPlace('use', _debugSource.fileName, _debugSource.lineNumber, _debugSource.columnNumber);
  return _debugStack ? placeInStack(_debugStack.stack) : null;
}

/** What `memo` and `forwardRef` wrap. */
function codeOf(type: unknown): unknown {
  let code = type;
  for (let wrappers = 0; wrappers < 5 && typeof code === 'object' && code !== null; wrappers++) {
    const { render, type: inner } = code as { render?: unknown; type?: unknown };
    code = render ?? inner;
  }
  return code;
}
