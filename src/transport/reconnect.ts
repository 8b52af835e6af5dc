import type { Hop, Timers } from './hop.ts';

const firstDelay = 50;
const longestDelay = 5_000;

export interface Reconnecting {
  /** Lost while there is no connection. */
  post(message: unknown): void;
  /** Connects where it is not connected and not waiting to. */
  connect(): void;
  /** Disconnects, and stays so until `connect`. */
  disconnect(): void;
}

/**
 * Keeps a hop open: when the other side closes it, opens it again after 50 ms, then after twice as long each time up to 5 s.
 * `open` returns null when there is nothing to connect to any more (the extension was updated or removed): then it gives up for good.
 */
export function reconnecting(options: {
  open: () => Hop | null;
  onOpen: (post: (message: unknown) => void) => void;
  onMessage: (message: unknown) => void;
  onClose?: () => void;
  onEnd?: () => void;
  timers: Timers;
}): Reconnecting {
  let hop: Hop | null = null;
  let timer: unknown;
  let delay = firstDelay;
  let ended = false;

  const connect = () => {
    timer = undefined;
    if (hop || ended) return;
    const opened = options.open();
    if (!opened) {
      ended = true;
      options.onEnd?.();
      return;
    }
    hop = opened;
    opened.onMessage((message) => {
      delay = firstDelay;
      options.onMessage(message);
    });
    opened.onClose(() => {
      if (hop !== opened) return;
      hop = null;
      options.onClose?.();
      timer ??= options.timers.set(connect, delay);
      delay = Math.min(longestDelay, delay * 2);
    });
    options.onOpen((message) => opened.post(message));
  };

  return {
    post: (message) => hop?.post(message),
    connect: () => {
      if (timer === undefined) connect();
    },
    disconnect: () => {
      if (timer !== undefined) options.timers.clear(timer);
      timer = undefined;
      delay = firstDelay;
      const open = hop;
      hop = null;
      open?.close();
    },
  };
}
