import { idle } from './essential.ts';

/** A graph in rows, with edges of which some are `idle`. */
export interface FlowGraph {
  readonly root: number;
  /** One more than there are nodes. */
  readonly firstEdges: Uint32Array;
  readonly edgeTargets: Uint32Array;
  /** Edges with the bit `idle` do not count. */
  readonly edgeTypes: Uint8Array;
}

export interface Dominators {
  /** The immediate dominator of each node; the root's is itself. */
  readonly dominators: Uint32Array;
  /** Nodes so that each comes after its dominator; nodes that nothing reaches come last. */
  readonly order: Uint32Array;
}

/** Depth-first numbers from 1; 0 means not numbered. */
interface Numbering {
  readonly numberOf: Uint32Array;
  readonly nodeOf: Uint32Array;
  readonly parents: Uint32Array;
  count: number;
}

/**
 * The dominator tree by the algorithm of Lengauer and Tarjan (ACM TOPLAS 1, 1979), with path compression: O(m log n) on any
 * graph, however deep. All work is done in depth-first numbers, so that neighbours in the graph are neighbours in memory.
 *
 * A node that no essential edge reaches hangs on the root and what it reaches counts; nodes that are only reached by one
 * another are dominated by the root and count for nobody else.
 */
export function computeDominators(graph: FlowGraph): Dominators {
  const numbering = depthFirst(graph);
  const count = numbering.count;
  const { starts, sources } = predecessors(graph, numbering);
  const dominatorNumbers = lengauerTarjan(numbering.parents, count, starts, sources);
  const nodeCount = numbering.numberOf.length;
  const dominators = new Uint32Array(nodeCount).fill(graph.root);
  const order = new Uint32Array(nodeCount);
  for (let number = 1; number <= count; number++) {
    const node = numbering.nodeOf[number] as number;
    order[number - 1] = node;
    dominators[node] = numbering.nodeOf[dominatorNumbers[number] as number] as number;
  }
  let next = count;
  for (let node = 0; node < nodeCount; node++) if (numbering.numberOf[node] === 0) order[next++] = node;
  return { dominators, order };
}

function depthFirst(graph: FlowGraph): Numbering {
  const nodeCount = graph.firstEdges.length - 1;
  const numbering: Numbering = {
    numberOf: new Uint32Array(nodeCount),
    nodeOf: new Uint32Array(nodeCount + 1),
    parents: new Uint32Array(nodeCount + 1),
    count: 0,
  };
  const cursor = graph.firstEdges.slice(0, nodeCount);
  descend(graph, numbering, cursor, graph.root, 0);
  if (numbering.count < nodeCount) {
    const retained = targets(graph);
    for (let node = 0; node < nodeCount; node++)
      if (numbering.numberOf[node] === 0 && retained[node] === 0) descend(graph, numbering, cursor, node, 1);
  }
  return numbering;
}

function descend(graph: FlowGraph, numbering: Numbering, cursor: Uint32Array, from: number, parent: number): void {
  const { firstEdges, edgeTargets, edgeTypes } = graph;
  const { numberOf, nodeOf, parents } = numbering;
  let count = numbering.count;
  let node = from;
  let number = ++count;
  numberOf[node] = number;
  nodeOf[number] = node;
  parents[number] = parent;
  const first = number;
  while (true) {
    const end = firstEdges[node + 1] as number;
    let edge = cursor[node] as number;
    let child = -1;
    while (edge < end) {
      const target = edgeTargets[edge] as number;
      if (numberOf[target] === 0 && (edgeTypes[edge] as number) < idle) {
        child = target;
        edge++;
        break;
      }
      edge++;
    }
    cursor[node] = edge;
    if (child >= 0) {
      count++;
      numberOf[child] = count;
      nodeOf[count] = child;
      parents[count] = number;
      node = child;
      number = count;
    } else if (number === first) break;
    else {
      number = parents[number] as number;
      node = nodeOf[number] as number;
    }
  }
  numbering.count = count;
}

/** Which nodes an essential edge points to. */
function targets({ firstEdges, edgeTargets, edgeTypes }: FlowGraph): Uint8Array {
  const marks = new Uint8Array(firstEdges.length - 1);
  for (let edge = 0; edge < edgeTargets.length; edge++)
    if ((edgeTypes[edge] as number) < idle) marks[edgeTargets[edge] as number] = 1;
  return marks;
}

/** For each number the numbers of the nodes that point to it: `sources[starts[n]]` to `sources[starts[n + 1] - 1]`. */
function predecessors(
  graph: FlowGraph,
  { numberOf, nodeOf, count }: Numbering,
): { starts: Uint32Array; sources: Uint32Array } {
  const { firstEdges, edgeTargets, edgeTypes } = graph;
  const starts = new Uint32Array(count + 2);
  for (let number = 1; number <= count; number++) {
    const node = nodeOf[number] as number;
    for (let edge = firstEdges[node] as number, end = firstEdges[node + 1] as number; edge < end; edge++) {
      if ((edgeTypes[edge] as number) >= idle) continue;
      const target = numberOf[edgeTargets[edge] as number] as number;
      starts[target] = (starts[target] as number) + 1;
    }
  }
  let total = 0;
  for (let number = 0; number <= count; number++) {
    total += starts[number] as number;
    starts[number] = total;
  }
  starts[count + 1] = total;
  const sources = new Uint32Array(total);
  for (let number = count; number >= 1; number--) {
    const node = nodeOf[number] as number;
    for (let edge = firstEdges[node] as number, end = firstEdges[node + 1] as number; edge < end; edge++) {
      if ((edgeTypes[edge] as number) >= idle) continue;
      const target = numberOf[edgeTargets[edge] as number] as number;
      const slot = (starts[target] as number) - 1;
      starts[target] = slot;
      sources[slot] = number;
    }
  }
  return { starts, sources };
}

function numbersBelow(end: number): Uint32Array {
  const numbers = new Uint32Array(end);
  for (let number = 0; number < end; number++) numbers[number] = number;
  return numbers;
}

function lengauerTarjan(parents: Uint32Array, count: number, starts: Uint32Array, sources: Uint32Array): Uint32Array {
  const semi = numbersBelow(count + 1);
  const label = semi.slice();
  const ancestor = new Uint32Array(count + 1);
  const dominator = new Uint32Array(count + 1);
  /** Lists of the nodes with one semidominator: the first, and the next of each. */
  const bucket = new Uint32Array(count + 1);
  const nextInBucket = new Uint32Array(count + 1);
  const stack: number[] = [];
  /** The node of least semidominator on the linked path above `node`. */
  const evaluate = (node: number): number => {
    let at = ancestor[node] as number;
    if (at === 0) return node;
    let above = ancestor[at] as number;
    if (above === 0) return label[node] as number;
    let lower = node;
    while (above !== 0) {
      stack.push(lower);
      lower = at;
      at = above;
      above = ancestor[at] as number;
    }
    for (let entry = stack.pop(); entry !== undefined; entry = stack.pop()) {
      const up = ancestor[entry] as number;
      const upLabel = label[up] as number;
      if ((semi[upLabel] as number) < (semi[label[entry] as number] as number)) label[entry] = upLabel;
      ancestor[entry] = ancestor[up] as number;
    }
    return label[node] as number;
  };
  for (let node = count; node >= 2; node--) {
    const parent = parents[node] as number;
    let least = node;
    const from = starts[node] as number;
    const to = starts[node + 1] as number;
    // Nothing essential points to it: it hangs on the root.
    if (from === to) least = 1;
    for (let slot = from; slot < to; slot++) {
      const source = sources[slot] as number;
      // A source with a smaller number is not linked yet and stands for itself.
      const candidate = source < node ? source : (semi[evaluate(source)] as number);
      if (candidate < least) least = candidate;
    }
    semi[node] = least;
    nextInBucket[node] = bucket[least] as number;
    bucket[least] = node;
    ancestor[node] = parent;
    for (let entry = bucket[parent] as number; entry !== 0; entry = nextInBucket[entry] as number) {
      const best = evaluate(entry);
      dominator[entry] = (semi[best] as number) < (semi[entry] as number) ? best : parent;
    }
    bucket[parent] = 0;
  }
  dominator[1] = 1;
  for (let node = 2; node <= count; node++)
    if (dominator[node] !== semi[node]) dominator[node] = dominator[dominator[node] as number] as number;
  return dominator;
}

/** The bytes that would go if a node went: its own and those of all that it dominates. */
export function computeRetainedSizes(
  sizes: Uint32Array | Float64Array,
  { dominators, order }: Dominators,
): Float64Array {
  const retained = Float64Array.from(sizes);
  for (let at = order.length - 1; at > 0; at--) {
    const node = order[at] as number;
    const dominator = dominators[node] as number;
    retained[dominator] = (retained[dominator] as number) + (retained[node] as number);
  }
  return retained;
}
