import { say } from '../../words/suspects.ts';
import { clusterPaths } from '../answers/clusters.ts';
import { formatBytes } from '../answers/format.ts';
import { isDetached } from '../answers/nodes.ts';
import { isReached } from '../answers/paths.ts';
import type { SuspectRule } from './rule.ts';

/** Elements that were taken out of the document and are still referred to. */
export const detachedDom: SuspectRule = {
  name: 'detached-dom',
  find(heap) {
    const nodes: number[] = [];
    for (let node = 0; node < heap.sizes.length; node++)
      if (isDetached(heap, node) && isReached(heap, node)) nodes.push(node);
    return clusterPaths(heap, nodes, 20).map(({ className, count, retainedSize, example }) => ({
      node: example.node,
      count,
      bytes: retainedSize,
      proof: true,
      sentence: say.counted('detached', count, { className, bytes: formatBytes(retainedSize) }),
    }));
  },
};
