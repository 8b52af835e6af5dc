import { parseCommand, parseNudge, parsePageToBridge, wireVersion } from '@memory-plus/core/protocol';
import { type Hop, reconnecting, type Timers } from '@memory-plus/core/transport';

/** What the bridge needs from its surroundings. */
export interface BridgeDependencies {
  /** The private port to the page's world. */
  readonly page: Hop;
  /** Opens a port to the worker; null when the extension is gone (updated, removed). */
  readonly openWorker: () => Hop | null;
  /** One-off messages from the worker. */
  readonly onNudge: (listener: (message: unknown) => void) => void;
  readonly document: {
    readonly id: string;
    readonly url: string;
    readonly startedAt: number;
    /** Calls back when the document is shown to a person: at once, or after prerendering. */
    readonly whenActive: (callback: () => void) => void;
    /** The document goes into (true) or comes out of (false) the back/forward cache. */
    readonly onStored: (callback: (stored: boolean) => void) => void;
  };
  readonly timers: Timers;
}

/** How long the port stays open after `stop`, for the rows of the page's last flush. */
export const lastRowsDelay = 300;

/**
 * The relay between the page's world and the worker: parses both directions, forwards, holds nothing. What it cannot forward is
 * still held by the page's outbox and sent again when the worker is back. Without a panel on the tab the worker says `stop`, and
 * from then on there is no port, no timer and no traffic until a nudge.
 */
export function bridge({ page, openWorker, onNudge, document, timers }: BridgeDependencies): void {
  let leaving: unknown;
  const stay = () => {
    if (leaving !== undefined) timers.clear(leaving);
    leaving = undefined;
  };
  const worker = reconnecting({
    open: openWorker,
    onOpen: (post) =>
      post({
        type: 'hello',
        version: wireVersion,
        document: document.id,
        url: document.url,
        startedAt: document.startedAt,
      }),
    onMessage: (input) => {
      const command = parseCommand(input);
      if (!command) return;
      page.post(command);
      stay();
      if (command.type === 'stop') {
        leaving = timers.set(() => {
          leaving = undefined;
          worker.disconnect();
        }, lastRowsDelay);
      }
    },
    onEnd: () => page.post({ type: 'stop' }),
    timers,
  });

  page.onMessage((input) => {
    const message = parsePageToBridge(input);
    if (message) worker.post(message);
  });
  onNudge((input) => {
    if (!parseNudge(input)) return;
    document.whenActive(() => {
      stay();
      worker.connect();
    });
  });
  document.onStored((stored) => (stored ? worker.disconnect() : worker.connect()));
  document.whenActive(() => worker.connect());
}
