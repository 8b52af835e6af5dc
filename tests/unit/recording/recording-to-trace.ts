import { RecordingStore } from '@memory-plus/core/recording';

export const start = 1_772_442_000_000;
export const MB = 1024 * 1024;

/** Ten seconds of a page and a server with one of everything that a trace has a place for. */
export function recordingToTrace() {
  const settings = { heapInterval: 500, slowRender: 16 };
  const store = new RecordingStore({ tool: { name: 'Memory+', version: '0.1.0' }, created: start, settings });
  store.addSource({ kind: 'page', id: 'p', startedAt: start, url: 'http://localhost/', frame: 0 });
  store.addSource({
    kind: 'server',
    id: 's',
    startedAt: start,
    url: 'http://localhost:3000',
    name: 'api',
    bootId: 'b',
    clockOffset: 0,
  });
  for (let i = 1; i <= 20; i++) {
    const heap = { used: i * MB, total: 40 * MB, limit: 4096 * MB, floor: false };
    store.append('heap', 0, { at: start + i * 500, ...heap });
    store.append('heap', 1, { at: start + i * 500, ...heap });
    store.append('dom', 0, { at: start + i * 500, nodes: 100 + i, listeners: null });
  }
  store.append('slowRenders', 0, {
    at: start + 3_000,
    component: 'ProductList',
    duration: 48.5,
    self: 40,
    phase: 'update',
    how: 'timed',
    reason: null,
  });
  store.append('collections', 0, { at: start + 4_000, after: null, pause: null });
  store.append('collections', 1, { at: start + 4_000, after: 20 * MB, pause: 12 });
  store.append('marks', 0, { at: start + 5_000, label: 'after checkout' });
  return store.recording();
}
