import type { Stop } from '@memory-plus/core/model';
import type { Unmount } from '../../platform/environment.ts';
import type { Natives } from '../../platform/natives.ts';
import { cut } from '../../platform/text.ts';
import type { AdapterContext, FrameworkAdapter } from '../adapter.ts';
import { ComponentTracks } from './component-tracks.ts';
import { componentOf, type Fiber, type FiberRoot, isComponent, type Renderer } from './fiber.ts';
import { takeMeasured, takeProduction } from './flame.ts';
import { isHeldByReact, statesOf } from './held-by-react.ts';
import { ReactHook } from './hook.ts';
import { isMeasured, noteMeasured } from './measured.ts';
import { ProductionTimers } from './production.ts';
import { reactTree } from './tree.ts';

/** React 16.8 to 19 through the hook that it offers to DevTools. */
export const reactAdapter: FrameworkAdapter = {
  name: 'react',
  install(window, natives) {
    const hook = new ReactHook(window, natives);
    return { start: (context) => startReact(hook, context), tree: reactTree(hook) };
  },
};

function startReact(hook: ReactHook, context: AdapterContext): Stop {
  const { environment, log, emit } = context;
  const { natives, guard, ticks, unmounts } = environment;
  const timers = new ProductionTimers(natives);
  const tracks = new ComponentTracks(context);
  const described = new WeakSet<Renderer>();

  const describe = (renderer: Renderer, root: FiberRoot) => {
    if (described.has(renderer)) return;
    described.add(renderer);
    emit('capabilities', { at: natives.now(), name: 'react', available: true, detail: describeBuild(renderer, root) });
    if (buildOf(renderer, root) === 'profiling') tracks.seen(renderer);
  };
  const describeBuild = (renderer: Renderer, root: FiberRoot) => {
    const build = buildOf(renderer, root);
    const words = isMeasured(root)
      ? 'durations measured'
      : build === 'production' && timers.times(renderer)
        ? 'function components timed, the others counted'
        : 'renders counted, durations not available';
    return cut(
      `${typeof renderer.version === 'string' ? cut(renderer.version) : 'unknown version'}, ${build} build: ${words}`,
    );
  };

  const commit = (renderer: Renderer, root: FiberRoot) => {
    describe(renderer, root);
    const at = natives.now();
    if (isMeasured(root)) {
      timers.skip(renderer);
      const components = noteMeasured(root, at, log, !environment.throttled());
      const duration = root.current.actualDuration ?? null;
      if (components === 0) return log.emptyCommit();
      log.commit({ at, framework: 'react', components, duration, how: 'measured' });
      if (log.flames.asked) takeMeasured(root, at, log.flames);
    } else {
      const noted = timers.note(renderer, root, at, log);
      const { components, how } = noted;
      if (components === 0) return log.emptyCommit();
      log.commit({ at, framework: 'react', components, duration: null, how });
      if (log.flames.asked) takeProduction(root, at, noted, log.flames);
    }
  };

  guard(() => {
    tracks.follow();
    hook.refresh();
    for (const renderer of hook.renderers) timers.attach(renderer);
    for (const { renderer, root } of hook.roots) describe(renderer, root);
  });
  hook.listener = {
    renderer: (renderer) => guard(() => timers.attach(renderer)),
    commit: (renderer, root) => guard(() => commit(renderer, root)),
    unmount(fiber) {
      if (unmounts.used && isComponent(fiber)) guard(() => unmounts.fire(unmountOf(fiber, natives)));
    },
  };
  const stopTicks = ticks.on(() =>
    guard(() => {
      hook.refresh();
      tracks.follow();
    }),
  );
  return () => {
    hook.listener = null;
    stopTicks();
    guard(() => timers.detach());
    guard(() => tracks.stop());
  };
}

/** The parent is asked for now: what is taken out forgets it. */
function unmountOf(fiber: Fiber, { WeakRef: Weak }: Natives): Unmount {
  const objects = [fiber, fiber.alternate, ...statesOf(fiber)];
  const parent = fiber.return && Weak && new Weak(fiber.return);
  return {
    label: componentOf(fiber).name,
    type: fiber.type,
    objects: objects.filter((object) => object instanceof Object),
    heldByFramework: (alive) => {
      const above = parent?.deref();
      return above !== undefined && isHeldByReact(above, alive);
    },
  };
}

function buildOf({ bundleType }: Renderer, root: FiberRoot): 'development' | 'profiling' | 'production' | 'unknown' {
  if (bundleType === 1) return 'development';
  if (bundleType !== 0) return 'unknown';
  return typeof root.current.actualDuration === 'number' ? 'profiling' : 'production';
}
