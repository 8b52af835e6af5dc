import { say } from '../../words/suspects.ts';
import { topmost } from '../answers/clusters.ts';
import { formatBytes } from '../answers/format.ts';
import { className, eachEdge, fieldOf } from '../answers/nodes.ts';
import { isReached } from '../answers/paths.ts';
import type { Heap } from '../heap.ts';
import { heaviestClass } from './contents.ts';
import { type Finding, isWorthSaying, type SuspectRule } from './rule.ts';

/** The classes of timers in Node and in Chrome. */
const timerClasses = /^(Timeout|Immediate|DOMTimer|ScheduledAction)$/;
const manyTimers = 100;

/** Timers that wait, or repeat, and keep alive what their functions refer to. */
export const timers: SuspectRule = {
  name: 'timers',
  find(heap, total) {
    const wanted = heap.classes.list.map(({ name }) => timerClasses.test(name));
    const nodes: number[] = [];
    for (let node = 0; node < heap.sizes.length; node++)
      if (wanted[heap.classes.of[node] as number] && isReached(heap, node)) nodes.push(node);
    return [...byFunction(heap, topmost(heap, nodes))]
      .map((group) => finding(heap, group))
      .filter(({ count, bytes }) => count >= manyTimers || isWorthSaying(bytes, total));
  },
};

interface Group {
  readonly functionNode: number;
  readonly timers: number[];
}

/** Timers whose functions were made at one place of the program. */
function byFunction(heap: Heap, nodes: readonly number[]): Iterable<Group> {
  const groups = new Map<string, Group>();
  for (const node of nodes) {
    const functionNode = functionOf(heap, node);
    const code = functionNode < 0 ? -1 : fieldOf(heap, functionNode, 'shared');
    const key = `${className(heap, node)} ${code}`;
    const group = groups.get(key) ?? { functionNode, timers: [] };
    group.timers.push(node);
    groups.set(key, group);
  }
  return groups.values();
}

/** Chrome's timers refer to their function through objects of the browser. */
const farthestFunction = 3;

/** The function that the timer calls; -1 when it is not seen. */
function functionOf(heap: Heap, timer: number): number {
  const own = fieldOf(heap, timer, '_onTimeout');
  if (own >= 0) return own;
  let level = [timer];
  for (let step = 0; step < farthestFunction; step++) {
    const next: number[] = [];
    for (const node of level)
      eachEdge(heap, node, (edge, target) => {
        if (heap.tables.edgeTypes[edge] !== heap.codes.weakEdge) next.push(target);
        return true;
      });
    const found = next.find((node) => heap.tables.nodeTypes[node] === heap.codes.closure);
    if (found !== undefined) return found;
    level = next;
  }
  return -1;
}

function finding(heap: Heap, { functionNode, timers: nodes }: Group): Finding {
  const size = (node: number) => heap.retainedSizes[node] as number;
  // Node's timers stand in a list: the nearest has the path that can be read.
  const distance = (node: number) => heap.distances[node] as number;
  const node = nodes.reduce((nearest, one) => (distance(one) < distance(nearest) ? one : nearest));
  const bytes = nodes.reduce((sum, one) => sum + size(one), 0);
  const count = nodes.length;
  const name = functionNode < 0 ? '' : heap.names.text(heap.tables.nodeNames[functionNode] as number);
  const kept = heaviestClass(heap, node);
  const about = { className: className(heap, node), bytes: formatBytes(bytes) };
  return { node, count, bytes, sentence: sentenceOf(count, about, name, kept) };
}

function sentenceOf(count: number, about: { className: string; bytes: string }, name: string, kept: string): string {
  if (name === '' && kept === '') return say.counted('timers', count, about);
  if (name === '') return say.counted('timersMostly', count, { ...about, kept });
  if (kept === '') return say.counted('timersCalling', count, { ...about, name });
  return say.counted('timersCallingMostly', count, { ...about, name, kept });
}
