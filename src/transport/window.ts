import type { Hop } from './hop.ts';

/**
 * The private port between the page's world and the bridge's. Both scripts run at document_start, before any page script; the bridge
 * posts one end of a channel to the window, the page script takes the first such message and hides it from everybody else. From then
 * on nothing is taken from `window` messages. The page can neither see the port nor put anything into it: whatever touches the event
 * or the port is a native function that was captured before the page could replace it, called through a captured `Reflect.apply`.
 */
const handover = 'memory-plus:port';

/** Bridge (isolated world): makes the channel and hands one end over. */
export function offerPort(window: Window): Hop {
  const { port1, port2 } = new MessageChannel();
  window.postMessage(handover, '*', [port2]);
  return portHop(port1, captureNatives());
}

/** Page script (MAIN world): waits for the port. Must be called at document_start. */
export function acceptPort(window: Window, accept: (hop: Hop) => void): void {
  const natives = captureNatives();
  const { apply, add, remove, stop, get } = natives;
  const listener = (event: Event) => {
    if (!event.isTrusted || get(event, 'source') !== window || get(event, 'data') !== handover) return;
    const port = (get(event, 'ports') as readonly MessagePort[])[0];
    if (!port) return;
    apply(stop, event, []);
    apply(remove, window, ['message', listener, true]);
    accept(portHop(port, natives));
  };
  apply(add, window, ['message', listener, true]);
}

type Natives = ReturnType<typeof captureNatives>;

function captureNatives() {
  const { apply } = Reflect;
  const { postMessage, close, start } = MessagePort.prototype;
  const { addEventListener: add, removeEventListener: remove } = EventTarget.prototype;
  const { stopImmediatePropagation: stop } = Event.prototype;
  const getters = {
    data: getter('data'),
    ports: getter('ports'),
    source: getter('source'),
  };
  const get = (event: Event, name: keyof typeof getters): unknown => apply(getters[name], event, []);
  return { apply, postMessage, close, start, add, remove, stop, get };
}

function getter(name: 'data' | 'ports' | 'source'): () => unknown {
  const get = Object.getOwnPropertyDescriptor(MessageEvent.prototype, name)?.get;
  if (!get) throw new Error(`MessageEvent has no ${name} here`);
  return get;
}

function portHop(port: MessagePort, { apply, postMessage, close, start, add, get }: Natives): Hop {
  return {
    post: (message) => {
      try {
        apply(postMessage, port, [message]);
      } catch {
        // What cannot be cloned cannot be a message of ours; the batch stays held in the outbox.
      }
    },
    onMessage: (listener) => {
      apply(add, port, ['message', (event: Event) => listener(get(event, 'data'))]);
      apply(start, port, []);
    },
    // A message port does not tell when the other side is gone; the bridge says `stop`.
    onClose: () => {},
    close: () => apply(close, port, []),
  };
}
