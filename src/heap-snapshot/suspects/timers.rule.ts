import { clusterPaths } from '../answers/clusters.ts';
import { formatBytes, formatCount } from '../answers/format.ts';
import { isReached } from '../answers/paths.ts';
import { isWorthSaying, type SuspectRule } from './rule.ts';

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
    return clusterPaths(heap, nodes, 20)
      .filter(({ count, retainedSize }) => count >= manyTimers || isWorthSaying(retainedSize, total))
      .map(({ className, count, retainedSize, example }) => ({
        node: example.node,
        count,
        bytes: retainedSize,
        sentence: `${formatCount(count)} ${count === 1 ? 'timer' : 'timers'} (${className}) of one kind wait and keep ${formatBytes(retainedSize)} alive. Are they cleared?`,
      }));
  },
};
