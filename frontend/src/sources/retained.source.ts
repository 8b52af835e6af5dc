import { type EpochMs, type MetricSource, pathPattern } from '@memory-plus/core/model';
import type { PageEnvironment } from '../platform/environment.ts';
import type { PageWindow } from '../platform/natives.ts';
import { cut, describeNode } from '../platform/text.ts';
import { RetainedObjects } from '../retained/retained-objects.ts';

/** Removed elements followed of one batch of changes; the others count as not followed. */
export const maxPerChange = 500;

/** Elements taken out of the document and components taken out of their tree that are alive two collections later. */
export const retainedSource: MetricSource<PageEnvironment> = {
  name: 'retained',
  group: 'retained',
  support: ({ natives }) =>
    natives.WeakRef && natives.FinalizationRegistry && natives.MutationObserver
      ? { available: true, detail: 'removed elements and components alive after two collections' }
      : { available: false, because: 'this browser has no WeakRef or FinalizationRegistry' },
  start(environment, emit) {
    const { window, natives, guard, collections, unmounts, wishes, commits } = environment;
    if (!natives.WeakRef || !natives.MutationObserver) return () => {};
    const objects = new RetainedObjects(natives);
    let missed = 0;
    const observer = new natives.MutationObserver((changes) =>
      guard(() => followRemoved(changes, onRoute(window), objects, commits())),
    );
    observer.observe(window.document, { childList: true, subtree: true });
    const report = (at: EpochMs) => {
      objects.collected();
      objects.report(at, commits(), emit);
      if (objects.missed === missed) return;
      missed = objects.missed;
      const detail = `${missed} removed elements and components were too many to follow`;
      emit('capabilities', { at, name: 'retained', available: true, detail });
    };
    const stops = [
      collections.on((at) => guard(() => report(at))),
      // The commit that takes a component out is counted after it has told so.
      unmounts.on(({ type, ...unmount }) =>
        objects.follow({
          ...unmount,
          what: 'component',
          detail: cut(`unmounted${onRoute(window)}`),
          trace: type instanceof Object ? type : null,
          commit: commits() + 1,
        }),
      ),
      wishes.on(({ what, label, take }) => {
        const found = objects.find(what, label);
        if (found) take(found);
      }),
    ];
    return () => {
      observer.disconnect();
      for (const stop of stops) stop();
    };
  },
};

function followRemoved(
  changes: readonly MutationRecord[],
  where: string,
  objects: RetainedObjects,
  commit: number,
): void {
  let followed = 0;
  for (const { removedNodes, target } of changes) {
    for (const node of removedNodes) {
      if (node.nodeType !== 1 || node.isConnected || followed++ >= maxPerChange) continue;
      objects.follow({
        what: 'node',
        label: labelOf(node),
        objects: [node],
        detail: cut(`removed from ${describeNode(target) || 'an unknown place'}${where}`),
        trace: target,
        commit,
        back: (object) => (object as Node).isConnected,
      });
    }
  }
}

/** The path that the page shows at this moment, with its ids generalised: " on /orders/:id". */
function onRoute({ location }: PageWindow): string {
  const { pathname } = location;
  return pathname.startsWith('/') ? ` on ${pathPattern(pathname)}` : '';
}

/** Without the id, which often differs from element to element. */
function labelOf(node: Node): string {
  return describeNode({ nodeName: node.nodeName, className: (node as Element).className }) || '(element)';
}
