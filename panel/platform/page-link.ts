import { type MonitorSettings, maxNameLength } from '@memory-plus/core/model';
import { type Messages, type PanelToWorker, parseWorkerToPanel, wireVersion } from '@memory-plus/core/protocol';
import { type Hop, Inbox, reconnecting, type Timers } from '@memory-plus/core/transport';
import type { PageEvents, PageLink } from './platform.ts';

export interface PageLinkOptions {
  /** The inspected tab. */
  readonly tab: number;
  readonly settings: MonitorSettings;
  readonly events: PageEvents;
  /** Opens a port to the worker; null when the extension is gone. */
  readonly openWorker: () => Hop | null;
  readonly timers: Timers;
}

/** Links the panel through the worker to the pages of a tab; survives the worker's death. */
export function linkToPage({ tab, settings: initial, events, openWorker, timers }: PageLinkOptions): PageLink {
  const inbox = new Inbox();
  let settings = initial;
  let recording = true;
  const send = (message: Messages<PanelToWorker>) => worker.post(message);

  const worker = reconnecting({
    open: openWorker,
    onOpen: (post) =>
      post({ type: 'hello', version: wireVersion, tab, recording, settings, received: inbox.received() }),
    onMessage: (input) => {
      const message = parseWorkerToPanel(input);
      switch (message?.type) {
        case 'page': {
          const { type: _, ...page } = message;
          inbox.reconnected(page.session);
          events.page(page);
          break;
        }
        case 'gone':
          events.gone(message.session);
          break;
        case 'absent':
          events.absent();
          break;
        case 'refused':
          events.refusedFrames(message.frames);
          break;
        case 'batch': {
          const receipt = inbox.receive(message.session, message);
          if (receipt.rows)
            events.rows(message.session, receipt.rows, { page: receipt.droppedByPage, relay: receipt.rejected });
          if (receipt.ack) send({ type: 'ack', session: message.session, ...receipt.ack });
          break;
        }
        case 'found':
          events.found(message.session, message.components);
      }
    },
    timers,
  });
  worker.connect();

  return {
    record: (on) => {
      recording = on;
      send({ type: 'record', on });
    },
    settings: (changed) => {
      settings = changed;
      send({ type: 'settings', ...changed });
    },
    mark: (label) => send({ type: 'mark', label: label.slice(0, maxNameLength) }),
    show: (session, request) => send({ type: 'show', session, ...request }),
    ask: (session, question) => send({ ...question, session }),
    close: () => worker.disconnect(),
  };
}
