import type { PageWindow } from '../../platform/natives.ts';
import { type ComponentTree, maxNodes, maxWalked } from '../component-tree.ts';
import { componentPlace } from '../place.ts';
import { componentOf } from './component-name.ts';

/** A virtual node of Preact 10 and 11 that is mounted, by the names in its built files: `__k` are its children, `__e` is its node. */
interface MountedVNode {
  readonly type: unknown;
  readonly __k?: unknown;
  readonly __e?: unknown;
  /** Where `preact/debug` moves it to from the props. */
  readonly __source?: Source;
  readonly props?: { readonly __source?: Source } | null;
}

interface Source {
  readonly fileName?: unknown;
  readonly lineNumber?: unknown;
  readonly columnNumber?: unknown;
}

/** The trees below all elements that Preact rendered into: it leaves the tree at the element. */
export function preactTree(window: PageWindow): ComponentTree {
  return {
    walk(names, visit) {
      let found = false;
      const elements = window.document.getElementsByTagName('*');
      for (let index = 0; index < elements.length && index < maxWalked; index++) {
        const root: unknown = Object.getOwnPropertyDescriptor(elements[index] ?? {}, '__k')?.value;
        if (!isVNode(root)) continue;
        found = true;
        walkVNodes(root, (vnode) => {
          if (typeof vnode.type !== 'function') return true;
          const { name } = componentOf(vnode.type);
          if (names.has(name))
            visit({ name, nodes: () => nodesOf(vnode), place: () => placeOf(vnode), code: () => vnode.type });
          return true;
        });
      }
      return found;
    },
  };
}

/** Calls `visit` with a node and all below it, parents first; not with those below one where it answers false. */
function walkVNodes(root: MountedVNode, visit: (vnode: MountedVNode) => boolean): void {
  const later = [root];
  for (let walked = 0; walked < maxWalked; walked++) {
    const vnode = later.pop();
    if (!vnode) return;
    if (!visit(vnode) || !Array.isArray(vnode.__k)) continue;
    for (let index = vnode.__k.length - 1; index >= 0; index--) {
      const child: unknown = vnode.__k[index];
      if (isVNode(child)) later.push(child);
    }
  }
}

function nodesOf(component: MountedVNode): Node[] {
  const nodes: Node[] = [];
  walkVNodes(component, ({ type, __e }) => {
    if (typeof type === 'function') return nodes.length < maxNodes;
    if (nodes.length < maxNodes && __e instanceof Object) nodes.push(__e as Node);
    return false;
  });
  return nodes;
}

function placeOf({ __source, props }: MountedVNode) {
  const source = __source ?? props?.__source;
  return source ? componentPlace('use', source.fileName, source.lineNumber, source.columnNumber) : null;
}

function isVNode(value: unknown): value is MountedVNode {
  return typeof value === 'object' && value !== null && 'type' in value;
}
