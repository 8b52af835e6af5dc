import { say } from '../../words/suspects.ts';
import { formatBytes, withArticle } from '../answers/format.ts';
import { className, eachEdge, fieldOf } from '../answers/nodes.ts';
import { isReached } from '../answers/paths.ts';
import type { Heap } from '../heap.ts';
import { type Finding, isWorthSaying, type SuspectRule } from './rule.ts';

/** A collection with fewer entries is not worth a line. */
const manyEntries = 1000;

/** About how many entries an Array, a Map, a Set or an object used as a dictionary has; null for anything else. */
export function entriesOf(heap: Heap, node: number): number | null {
  const name = className(heap, node);
  if (heap.tables.nodeTypes[node] !== heap.codes.object) return null;
  if (name === 'Map' || name === 'Set') {
    const table = fieldOf(heap, node, 'table');
    if (table < 0) return 0;
    const { internalEdge, hiddenEdge, elementEdge } = heap.codes;
    // The table's hidden class is no entry.
    const own = fieldOf(heap, table, 'map') < 0 ? 0 : 1;
    const references = countEdges(heap, table, [internalEdge, hiddenEdge, elementEdge]) - own;
    // The table of a Map refers to keys and values; those that are small numbers leave no trace.
    return name === 'Map' ? Math.ceil(references / 2) : references;
  }
  if (name === 'Array') return countEdges(heap, node, [heap.codes.elementEdge]);
  if (name === 'Object' || name.startsWith('{'))
    return countEdges(heap, node, [heap.codes.propertyEdge, heap.codes.elementEdge]);
  return null;
}

function countEdges(heap: Heap, node: number, types: readonly number[]): number {
  let count = 0;
  eachEdge(heap, node, (edge) => {
    if (types.includes(heap.tables.edgeTypes[edge] as number)) count++;
    return true;
  });
  return count;
}

/** Collections with very many entries. That they grow is only seen by comparing snapshots (`hunt`). */
export const largeCollections: SuspectRule = {
  name: 'large-collection',
  find(heap, total) {
    const findings: Finding[] = [];
    const { firstEdges } = heap.tables;
    for (let node = 0; node < heap.sizes.length; node++) {
      const bytes = heap.retainedSizes[node] as number;
      if (heap.tables.nodeTypes[node] !== heap.codes.object || !isWorthSaying(bytes, total) || !isReached(heap, node))
        continue;
      const few = (firstEdges[node + 1] as number) - (firstEdges[node] as number) < manyEntries;
      if (few && !/^(Map|Set)$/.test(className(heap, node))) continue;
      const count = entriesOf(heap, node) ?? 0;
      if (count < manyEntries) continue;
      const what = withArticle(className(heap, node));
      const sentence = say('collection', { count, what, bytes: formatBytes(bytes) });
      findings.push({ node, count, bytes, sentence });
    }
    return findings;
  },
};
