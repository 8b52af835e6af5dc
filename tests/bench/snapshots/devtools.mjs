// Loads a snapshot with Chrome DevTools' own code, in one thread, as its own tests do.
import { MessageChannel } from 'node:worker_threads';

// Node 20 lacks it and Chrome DevTools' code uses it.
Promise.withResolvers ??= () => {
  /** @type {any} */
  const parts = {};
  parts.promise = new Promise((resolve, reject) => Object.assign(parts, { resolve, reject }));
  return parts;
};

/**
 * @param {string} url what `bundleDevTools` made
 * @param {Iterable<Uint8Array> | AsyncIterable<Uint8Array>} chunks
 */
export async function loadWithDevTools(url, chunks) {
  // Its code reports nodes that nothing reaches on the console.
  const { warn } = console;
  console.warn = () => {};
  try {
    const { HeapSnapshotLoader, SecondaryInitManager } = await import(url);
    const loader = new HeapSnapshotLoader({ sendEvent() {} });
    const decoder = new TextDecoder();
    for await (const chunk of chunks) {
      loader.write(decoder.decode(chunk, { stream: true }));
      // Its parser runs in between, so that its buffer does not hold the whole file.
      await new Promise((resolve) => setImmediate(resolve));
    }
    loader.close();
    const channel = new MessageChannel();
    new SecondaryInitManager(channel.port2);
    const snapshot = await loader.buildSnapshot(channel.port1);
    channel.port1.close();
    channel.port2.close();
    return snapshot;
  } finally {
    console.warn = warn;
  }
}
