import { say } from '../../words/suspects.ts';
import { clusterPaths } from '../answers/clusters.ts';
import { formatBytes } from '../answers/format.ts';
import { className, isDetachedNode } from '../answers/nodes.ts';
import { isReached, pathNodes } from '../answers/paths.ts';
import type { Heap } from '../heap.ts';
import type { SuspectRule } from './rule.ts';

/** Elements that were taken out of the document and are still referred to. */
export const detachedDom: SuspectRule = {
  name: 'detached-dom',
  find(heap) {
    const nodes: number[] = [];
    for (let node = 0; node < heap.sizes.length; node++)
      if (isDetachedNode(heap, node) && isReached(heap, node) && !isAskedForStyles(heap, node)) nodes.push(node);
    return clusterPaths(heap, nodes, 20).map(({ className, count, retainedSize, example }) => ({
      node: example.node,
      count,
      bytes: retainedSize,
      proof: true,
      sentence: say.counted('detached', count, { className, bytes: formatBytes(retainedSize) }),
    }));
  },
};

/** An element that lives for its style alone was made to ask what the browser knows, as React does: it never was in a document. */
function isAskedForStyles(heap: Heap, node: number): boolean {
  const holder = pathNodes(heap, node).at(-2)?.node;
  return holder !== undefined && /CSSStyleDeclaration$/.test(className(heap, holder));
}
