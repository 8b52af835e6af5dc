import { say } from '../../words/suspects.ts';
import { topmost } from '../answers/clusters.ts';
import { formatBytes } from '../answers/format.ts';
import { className } from '../answers/nodes.ts';
import { isReached } from '../answers/paths.ts';
import type { Heap } from '../heap.ts';
import { byFunction, type CalledGroup, functionName } from './called-function.ts';
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
    return byFunction(heap, topmost(heap, nodes), (node) => className(heap, node))
      .map((group) => finding(heap, group))
      .filter(({ count, bytes }) => count >= manyTimers || isWorthSaying(bytes, total));
  },
};

function finding(heap: Heap, { functionNode, nodes }: CalledGroup): Finding {
  const size = (node: number) => heap.retainedSizes[node] as number;
  // Node's timers stand in a list: the nearest has the path that can be read.
  const distance = (node: number) => heap.distances[node] as number;
  const node = nodes.reduce((nearest, one) => (distance(one) < distance(nearest) ? one : nearest));
  const bytes = nodes.reduce((sum, one) => sum + size(one), 0);
  const count = nodes.length;
  const name = functionName(heap, functionNode);
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
