import type { Hop } from './hop.ts';

/** Two ends of a hop in memory, for tests and for a panel without an extension. Messages are delivered by `schedule`, in order. */
export function memoryHops(schedule: (deliver: () => void) => void = queueMicrotask): [Hop, Hop] {
  let open = true;
  const ends = [end(), end()] as const;

  function end() {
    return { message: (_: unknown) => {}, close: () => {} };
  }

  const hop = (own: 0 | 1, other: 0 | 1): Hop => ({
    post: (message) => {
      if (!open) return;
      const copy = structuredClone(message);
      schedule(() => {
        if (open) ends[other].message(copy);
      });
    },
    onMessage: (listener) => {
      ends[own].message = listener;
    },
    onClose: (listener) => {
      ends[own].close = listener;
    },
    close: () => {
      if (!open) return;
      open = false;
      schedule(() => ends[other].close());
    },
  });
  return [hop(0, 1), hop(1, 0)];
}
