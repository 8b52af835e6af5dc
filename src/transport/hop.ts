/**
 * One hop of the road between page and panel: a window's private port, a runtime port, or memory. Messages come in order; what is
 * posted after the other side closed is lost without an error, which is why outbox.ts keeps what is not acknowledged.
 */
export interface Hop {
  /** Never throws. */
  post(message: unknown): void;
  /** At most one listener each: set before the first message can arrive. */
  onMessage(listener: (message: unknown) => void): void;
  onClose(listener: () => void): void;
  /** Does not call this side's close listener. */
  close(): void;
}

/** Timers as parameters, so that pages cannot patch them under our feet and tests need not wait. */
export interface Timers {
  set(callback: () => void, delayMs: number): unknown;
  clear(timer: unknown): void;
}
