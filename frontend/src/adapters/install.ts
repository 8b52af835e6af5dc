import type { Stop } from '@memory-plus/core/model';
import { captureNatives, type Natives, type PageWindow } from '../platform/natives.ts';
import type { AdapterContext, DormantAdapter } from './adapter.ts';
import type { ComponentTree } from './component-tree.ts';
import { adapters } from './index.ts';

/** The frameworks' hooks, in place and dormant, and the browser as it was before the page's first script. */
export interface FrameworkHooks {
  readonly natives: Natives;
  /** What the frameworks have mounted, of those whose trees can be walked. */
  readonly trees: readonly ComponentTree[];
  start(context: AdapterContext): Stop;
}

/** Runs synchronously at document_start in the page's world: no timer, no listener, no global but the frameworks' own hooks. */
export function installFrameworkHooks(window: PageWindow): FrameworkHooks {
  const natives = captureNatives(window);
  const dormant: DormantAdapter[] = [];
  for (const adapter of adapters) {
    try {
      dormant.push(adapter.install(window, natives));
    } catch {
      // One framework's hook that cannot be put in place leaves the others in theirs.
    }
  }
  return {
    natives,
    trees: dormant.flatMap(({ tree }) => tree ?? []),
    start(context) {
      const stops: Stop[] = [];
      for (const adapter of dormant) context.environment.guard(() => stops.push(adapter.start(context)));
      return () => {
        for (const stop of stops.splice(0)) context.environment.guard(stop);
      };
    },
  };
}
