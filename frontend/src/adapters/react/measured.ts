import type { EpochMs } from '@memory-plus/core/model';
import type { RenderLog } from '../../renders/render-log.ts';
import { componentOf, type Fiber, type FiberRoot, isMount, walkCommit, wasRendered } from './fiber.ts';
import { reasonOf } from './reason.ts';

/** Whether React itself measured this root's last commit (development and profiling builds, with a tool present from the start). */
export function isMeasured({ current }: FiberRoot): boolean {
  return typeof current.actualDuration === 'number' && (current.actualStartTime ?? -1) >= 0;
}

/**
 * Notes a commit with React's own durations. A render is slow where it takes longer than the threshold by itself, or with its
 * children and none of these does: the ancestors of a slow component are not to blame. Returns the components that did work.
 */
export function noteMeasured(root: FiberRoot, at: EpochMs, log: RenderLog, explain: boolean): number {
  const { threshold } = log;
  const slow: { fiber: Fiber; depth: number }[] = [];
  let components = 0;
  walkCommit(root, (fiber, depth) => {
    if (!wasRendered(fiber)) return false;
    components++;
    const total = fiber.actualDuration ?? 0;
    if (total > threshold) slow.push({ fiber, depth });
    else log.count(componentOf(fiber), at, isMount(fiber), selfOf(fiber, total), total, 'measured');
    return true;
  });
  slow.forEach(({ fiber, depth }, index) => {
    const total = fiber.actualDuration ?? 0;
    const render = {
      at,
      mount: isMount(fiber),
      self: selfOf(fiber, total),
      total,
      how: 'measured' as const,
    };
    const slowChild = (slow[index + 1]?.depth ?? 0) > depth;
    if (slowChild && render.self <= threshold) log.add(componentOf(fiber), render);
    else log.addSlow(componentOf(fiber), render, () => (explain ? reasonOf(fiber) : null));
  });
  return components;
}

export function selfOf(fiber: Fiber, total: number): number {
  return Math.min(total, Math.max(0, fiber.selfBaseDuration ?? 0));
}
