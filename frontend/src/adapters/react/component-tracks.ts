import type { Stop } from '@memory-plus/core/model';

const componentTrack = 'Components ⚛';

/**
 * Drops the `console.timeStamp` calls with which React's profiling builds (19.2 and later) draw each component into DevTools'
 * Performance panel while any tool listens: most of the time that such a build loses. All other calls pass. The answer puts
 * `console.timeStamp` back exactly as it was, unless another tool has put its own over it; ours then only passes on.
 */
export function muteComponentTracks(console: object): Stop {
  const before = Object.getOwnPropertyDescriptor(console, 'timeStamp');
  const draw: unknown = before?.value;
  if (!before?.configurable || typeof draw !== 'function') return () => {};
  let muted = true;
  const timeStamp = (...args: unknown[]): unknown =>
    muted && args[3] === componentTrack ? undefined : Reflect.apply(draw, console, args);
  Object.defineProperty(console, 'timeStamp', { ...before, value: timeStamp });
  return () => {
    muted = false;
    if (Object.getOwnPropertyDescriptor(console, 'timeStamp')?.value === timeStamp)
      Object.defineProperty(console, 'timeStamp', before);
  };
}
