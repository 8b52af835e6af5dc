import { browserFetch, type Fetch } from '../pairing/network.ts';

/** Clock, chance, timers and network, injected so that tests hold them in their hands. */
export interface Environment {
  /** EpochMs of this browser, monotonic within the panel's life. */
  now(): number;
  random(): number;
  setTimer(callback: () => void, delay: number): unknown;
  clearTimer(timer: unknown): void;
  nextFrame(callback: () => void): void;
  /** Used by the pairing only. */
  readonly fetch: Fetch;
  /** Whether a person can see the panel, and a subscription to its changes. */
  visible(): boolean;
  onVisibility(callback: () => void): () => void;
}

export function browserEnvironment(): Environment {
  return {
    now: () => performance.timeOrigin + performance.now(),
    random: Math.random,
    setTimer: (callback, delay) => setTimeout(callback, delay),
    clearTimer: (timer) => clearTimeout(timer as number),
    nextFrame: (callback) => requestAnimationFrame(callback),
    fetch: browserFetch,
    visible: () => document.visibilityState === 'visible',
    onVisibility: (callback) => {
      document.addEventListener('visibilitychange', callback);
      return () => document.removeEventListener('visibilitychange', callback);
    },
  };
}
