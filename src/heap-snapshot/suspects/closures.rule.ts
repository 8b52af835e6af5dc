import { formatBytes } from '../answers/format.ts';
import { eachEdge } from '../answers/nodes.ts';
import { isReached, pathNodes } from '../answers/paths.ts';
import type { Heap } from '../heap.ts';
import { type Finding, isWorthSaying, type SuspectRule } from './rule.ts';

/** Functions whose surroundings keep something large alive. */
export const closures: SuspectRule = {
  name: 'closure',
  find(heap, total) {
    const findings: Finding[] = [];
    const { strings, nodeNames } = heap.tables;
    for (let node = 0; node < heap.sizes.length; node++) {
      const bytes = heap.retainedSizes[node] as number;
      if (!isWorthSaying(bytes, total) || bytes < total * 0.005 || !isReached(heap, node)) continue;
      if (!isContext(strings.head(nodeNames[node] as number, 19))) continue;
      const variable = heaviestVariable(heap, node);
      const holder = holdingFunction(heap, node);
      if (variable === null || holder === null) continue;
      const name = heap.names.text(nodeNames[holder] as number);
      findings.push({
        node,
        count: 1,
        bytes: variable.bytes,
        sentence: `The function ${name === '' ? '(anonymous)' : name} keeps ${formatBytes(variable.bytes)} alive through the variable "${variable.name}" of the scope that it was made in.`,
      });
    }
    return findings;
  },
};

function isContext(name: string): boolean {
  return name === 'system / Context' || name === 'system / Context / ';
}

/** The variable of a scope that holds most, if it holds most of what the scope does and only the scope holds it. */
function heaviestVariable(heap: Heap, context: number): { name: string; bytes: number } | null {
  let best: { name: string; bytes: number } | null = null;
  eachEdge(heap, context, (edge, target) => {
    if (heap.tables.edgeTypes[edge] !== heap.codes.contextEdge || heap.dominators[target] !== context) return true;
    const bytes = heap.retainedSizes[target] as number;
    if (bytes > (best?.bytes ?? 0)) best = { name: heap.names.text(heap.tables.edgeNames[edge] as number), bytes };
    return true;
  });
  const found = best as { name: string; bytes: number } | null;
  return found !== null && found.bytes * 2 > (heap.retainedSizes[context] as number) ? found : null;
}

function holdingFunction(heap: Heap, context: number): number | null {
  const above = pathNodes(heap, context).at(-2)?.node;
  return above !== undefined && heap.tables.nodeTypes[above] === heap.codes.closure ? above : null;
}
