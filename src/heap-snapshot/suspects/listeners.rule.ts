import { say } from '../../words/suspects.ts';
import { formatBytes, withArticle } from '../answers/format.ts';
import { className, eachEdge, fieldOf } from '../answers/nodes.ts';
import { isReached } from '../answers/paths.ts';
import type { Heap } from '../heap.ts';
import { heaviestClass } from './contents.ts';
import type { Finding, SuspectRule } from './rule.ts';

/** Node warns of a leak from 11 listeners of one event on; some programs mean to have that many. */
const manyListeners = 50;

/** Lists of event listeners that are too long: Node's emitters by event, the browser's by the listeners' total. */
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

const manyInPage = 1000;

function browserListeners(heap: Heap): Finding[] {
  const { list, of } = heap.classes;
  const index = list.findIndex(({ name }) => name === 'V8EventListener');
  const count = index < 0 ? 0 : (heap.aggregates.counts[index] as number);
  if (count < manyInPage) return [];
  const bytes = heap.aggregates.retainedSizes[index] as number;
  let node = -1;
  for (let at = 0; at < of.length; at++)
    if (of[at] === index && (node < 0 || (heap.retainedSizes[at] as number) > (heap.retainedSizes[node] as number)))
      node = at;
  const sentence = say('pageListeners', { count, bytes: formatBytes(bytes) });
  return [{ node, count, bytes, sentence }];
}
