import { say } from '../../words/suspects.ts';
import { formatBytes, withArticle } from '../answers/format.ts';
import { className, eachEdge, fieldOf, isUserObject } from '../answers/nodes.ts';
import { isReached, pathNodes } from '../answers/paths.ts';
import type { Heap } from '../heap.ts';
import { byFunction, functionName } from './called-function.ts';
import { heaviestClass } from './contents.ts';
import type { Finding, SuspectRule } from './rule.ts';

/** Node warns of a leak from 11 listeners of one event on; some programs mean to have that many. */
const manyListeners = 50;

/** Lists of event listeners that are too long: Node's emitters by event, the browser's by target and function. */
export const listeners: SuspectRule = {
  name: 'listeners',
  find(heap) {
    return [...emitters(heap), ...browserListeners(heap)];
  },
};

function emitters(heap: Heap): Finding[] {
  const findings: Finding[] = [];
  const { nodeTypes, edgeTypes, edgeNames } = heap.tables;
  const { object, propertyEdge, elementEdge } = heap.codes;
  for (let node = 0; node < heap.sizes.length; node++) {
    if (nodeTypes[node] !== object || !mayBeEmitter(heap, node)) continue;
    const events = fieldOf(heap, node, '_events');
    eachEdge(heap, events, (edge, list) => {
      if (edgeTypes[edge] !== propertyEdge || className(heap, list) !== 'Array') return true;
      let count = 0;
      eachEdge(heap, list, (item) => {
        if (edgeTypes[item] === elementEdge) count++;
        return true;
      });
      if (count < manyListeners || !isReached(heap, list)) return true;
      const bytes = heap.retainedSizes[list] as number;
      const event = heap.names.text(edgeNames[edge] as number);
      const kept = heaviestClass(heap, list);
      const listening = { count, what: withArticle(className(heap, node)), event, bytes: formatBytes(bytes) };
      const sentence = kept === '' ? say('emitter', listening) : say('emitterMostly', { ...listening, kept });
      findings.push({ node: list, count, bytes, sentence });
      return true;
    });
  }
  return findings;
}

function mayBeEmitter(heap: Heap, node: number): boolean {
  let found = false;
  eachEdge(heap, node, (edge) => {
    if (heap.tables.edgeTypes[edge] === heap.codes.propertyEdge)
      found = heap.names.text(heap.tables.edgeNames[edge] as number) === '_events';
    return !found;
  });
  return found;
}

const browserListener = /^(V8)?EventListener$/;

/** Many listeners of one function for one event of one target: a table of a thousand rows with a listener each is not meant. */
function browserListeners(heap: Heap): Finding[] {
  const wanted = heap.classes.list.map(({ name }) => browserListener.test(name));
  const nodes: number[] = [];
  for (let node = 0; node < heap.sizes.length; node++)
    if (
      wanted[heap.classes.of[node] as number] &&
      heap.tables.nodeTypes[node] === heap.codes.native &&
      isReached(heap, node)
    )
      nodes.push(node);
  return byFunction(heap, nodes, (node) => String(listOf(heap, node)))
    .filter(({ nodes: same }) => same.length >= manyListeners)
    .map(({ functionNode, nodes: same }) => {
      const node = same[0] as number;
      const count = same.length;
      const bytes = same.reduce((sum, one) => sum + (heap.retainedSizes[one] as number), 0);
      const target = targetOf(heap, node);
      const listening = {
        count,
        target: target < 0 ? say('oneTarget') : className(heap, target),
        function: functionName(heap, functionNode) || say('sameFunction'),
        bytes: formatBytes(bytes),
      };
      return { node, count, bytes, sentence: say('pageListeners', listening) };
    });
}

/** The browser's list of those who listen to one event of one target: it holds the registrations, and each of them its listener. */
function listOf(heap: Heap, listener: number): number {
  return pathNodes(heap, listener).at(-3)?.node ?? -1;
}

/** What a listener listens to: the last on the way to it that is not the browser's own bookkeeping; -1 when it is not seen. */
function targetOf(heap: Heap, listener: number): number {
  const above = pathNodes(heap, listener).slice(0, -1).reverse();
  return above.find(({ node }) => isUserObject(heap, node))?.node ?? -1;
}
