import type { EpochMs, Milliseconds } from '@memory-plus/core/model';
import { type FlameNode, type FlameRecorder, withTotals } from '../../renders/flame-recorder.ts';
import { componentOf, type Fiber, type FiberRoot, walkCommit, wasRendered } from './fiber.ts';
import { selfOf } from './measured.ts';
import type { NotedCommit } from './production.ts';

/** Takes the tree of a commit that React measured itself, if it is wanted. */
export function takeMeasured(root: FiberRoot, at: EpochMs, flames: FlameRecorder): void {
  const duration = root.current.actualDuration ?? null;
  if (!flames.wants(duration)) return;
  const nodes: FlameNode[] = [];
  walkCommit(root, (fiber, depth) => {
    if (!wasRendered(fiber)) return false;
    const { actualDuration: total = 0, actualStartTime = -1 } = fiber;
    const start = actualStartTime >= 0 ? actualStartTime : null;
    nodes.push({ name: componentOf(fiber).name, depth, start, self: selfOf(fiber, total), total, how: 'measured' });
    return true;
  });
  flames.take({ at, framework: 'react', duration, how: 'measured' }, nodes);
}

/** The same of a production build: function components with their times where these are known, and no beginnings. */
export function takeProduction(root: FiberRoot, at: EpochMs, noted: NotedCommit, flames: FlameRecorder): void {
  const { functions, durations, how } = noted;
  const duration = durations?.reduce((sum, self) => sum + self, 0) ?? null;
  if (!flames.wants(duration)) return;
  const selves = new Map<Fiber, Milliseconds>();
  functions.forEach((fiber, index) => {
    const self = durations?.[index];
    if (self !== undefined) selves.set(fiber, self);
  });
  const nodes: Omit<FlameNode, 'total'>[] = [];
  walkCommit(root, (fiber, depth) => {
    const self = selves.get(fiber) ?? null;
    if (self === null && !wasRendered(fiber)) return false;
    nodes.push({
      name: componentOf(fiber).name,
      depth,
      start: null,
      self,
      how: self === null ? 'counted' : 'timed',
    });
    return true;
  });
  flames.take({ at, framework: 'react', duration, how }, withTotals(nodes));
}
