import { say } from '../../words/suspects.ts';
import { formatBytes, withArticle } from '../answers/format.ts';
import { className, eachEdge } from '../answers/nodes.ts';
import { isReached, pathEdge, pathNodes } from '../answers/paths.ts';
import type { Heap } from '../heap.ts';
import { commonest, itemsOf } from './contents.ts';
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
      findings.push({
        node: variable.node,
        count: 1,
        bytes: variable.bytes,
        sentence: say('closure', {
          function: holder,
          bytes: formatBytes(variable.bytes),
          variable: variable.name,
          what: describe(heap, variable.node),
        }),
      });
    }
    return findings;
  },
};

function isContext(name: string): boolean {
  return name === 'system / Context' || name === 'system / Context / ';
}

interface Variable {
  readonly name: string;
  readonly node: number;
  readonly bytes: number;
}

/** The variable of a scope that holds most, if it holds most of what the scope does and only the scope holds it. */
function heaviestVariable(heap: Heap, context: number): Variable | null {
  let best = null as Variable | null;
  eachEdge(heap, context, (edge, node) => {
    if (heap.tables.edgeTypes[edge] !== heap.codes.contextEdge || heap.dominators[node] !== context) return true;
    const bytes = heap.retainedSizes[node] as number;
    if (bytes > (best?.bytes ?? 0))
      best = { name: heap.names.text(heap.tables.edgeNames[edge] as number), node, bytes };
    return true;
  });
  return best !== null && best.bytes * 2 > (heap.retainedSizes[context] as number) ? best : null;
}

/** The name of the function that holds the scope, or of the property that it is in; null where no function holds it. */
function holdingFunction(heap: Heap, context: number): string | null {
  const above = pathNodes(heap, context).at(-2);
  if (above === undefined || heap.tables.nodeTypes[above.node] !== heap.codes.closure) return null;
  const own = heap.names.text(heap.tables.nodeNames[above.node] as number);
  if (own !== '') return own;
  const { type, name } = pathEdge(heap, above.edge);
  return type === 'property' || type === 'context' ? name : say('anonymous');
}

/** `an Array of 60,000 parts, most of them Row`. */
function describe(heap: Heap, node: number): string {
  const what = withArticle(className(heap, node));
  const items = itemsOf(heap, node);
  if (items.length < 10) return what;
  const { name } = commonest(heap, items);
  return say('parts', { what, count: items.length, className: name });
}
