import type { Runtime } from 'webextension-polyfill';
import type { Hop } from './hop.ts';

/** A port of the extension's runtime as a hop. */
export function runtimeHop(port: Runtime.Port): Hop {
  return {
    post: (message) => {
      try {
        port.postMessage(message);
      } catch {
        // The other side went away and the event that says so is under way.
      }
    },
    onMessage: (listener) => port.onMessage.addListener(listener),
    onClose: (listener) => port.onDisconnect.addListener(() => listener()),
    close: () => port.disconnect(),
  };
}
