import type { PageWindow } from '../../platform/natives.ts';
import { type ComponentTree, maxNodes, maxWalked } from '../component-tree.ts';
import { componentPlace } from '../place.ts';
import { componentOf, type Instance } from './component-name.ts';

/** Applications in one page that are gone through. */
const maxApps = 100;

/** A virtual node of Vue 3 that is mounted. */
interface VNode {
  readonly component?: MountedInstance | null;
  readonly children?: unknown;
  readonly suspense?: { readonly activeBranch?: unknown } | null;
  /** Its node; of several nodes the first, and `anchor` the last. */
  readonly el?: unknown;
  readonly anchor?: unknown;
}

interface MountedInstance extends Instance {
  readonly subTree?: unknown;
}

/** The trees of all applications: Vue leaves them, and a mark, at the elements that it mounted them in. */
export function vueTree(window: PageWindow): ComponentTree {
  return {
    walk(names, visit) {
      let found = false;
      for (const element of [...window.document.querySelectorAll('[data-v-app]')].slice(0, maxApps)) {
        const root: unknown = Reflect.get(element, '_vnode');
        if (!isObject(root)) continue;
        found = true;
        walkInstances(root, (instance) => {
          const { name } = componentOf(instance);
          if (!names.has(name)) return;
          const type = isObject(instance.type) ? (instance.type as Record<string, unknown>) : {};
          visit({
            name,
            nodes: () => nodesOf(instance),
            place: () => componentPlace('file', type.__file),
            code: () => (typeof instance.type === 'function' ? instance.type : (type.setup ?? type.render)),
          });
        });
      }
      return found;
    },
  };
}

function walkInstances(root: VNode, visit: (instance: MountedInstance) => void): void {
  const later: unknown[] = [root];
  for (let walked = 0; later.length > 0 && walked < maxWalked; walked++) {
    const vnode = later.pop();
    if (!isObject(vnode)) continue;
    const { component, children, suspense }: VNode = vnode;
    if (component) {
      visit(component);
      later.push(component.subTree);
    } else if (suspense) later.push(suspense.activeBranch);
    else if (Array.isArray(children))
      for (let index = children.length - 1; index >= 0 && later.length < maxWalked; index--)
        later.push(children[index]);
  }
}

function nodesOf({ subTree }: MountedInstance): Node[] {
  const { el, anchor }: VNode = isObject(subTree) ? subTree : {};
  const nodes: Node[] = [];
  let node = el instanceof Object ? (el as Node) : null;
  while (node && nodes.length < maxNodes) {
    nodes.push(node);
    node = anchor && node !== anchor ? node.nextSibling : null;
  }
  return nodes;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
