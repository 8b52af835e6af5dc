import { exportTrace, RecordingStore } from '@memory-plus/core/recording';
import { describe, expect, it } from 'vitest';

const start = 1_772_442_000_000;
const MB = 1024 * 1024;

function recording() {
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

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly ts: number;
  readonly pid: number;
  readonly args: object;
}

const eventsOf = (text: string) => JSON.parse(text).traceEvents as TraceEvent[];

describe('a recording as a trace', () => {
  const events = eventsOf(exportTrace(recording()));

  it('has slow renders on a track of their own, as long as they were', () => {
    const [begin, end] = events.filter(({ name }) => name === 'ProductList');
    expect(begin).toMatchObject({ ph: 'b', ts: (start + 3_000) * 1000, pid: 1 });
    expect(end).toMatchObject({ ph: 'e', ts: (start + 3_048.5) * 1000, pid: 1 });
    expect(JSON.stringify(begin?.args)).toContain('Slow renders');
  });

  it('has heaps as counters of their processes, and a collection with its pause', () => {
    const heaps = events.filter(({ name, ph }) => name === 'JS heap' && ph === 'C');
    expect(heaps.filter(({ pid }) => pid === 1)).toHaveLength(20);
    expect(heaps.filter(({ pid }) => pid === 2)).toHaveLength(20);
    expect(events.find(({ name, pid }) => name === 'MajorGC' && pid === 2)).toMatchObject({ ph: 'X', dur: 12_000 });
  });

  it('is in the order of time, in whole microseconds, and names each process', () => {
    expect(events.every(({ ts }, index) => Number.isInteger(ts) && ts >= (events[index - 1]?.ts ?? 0))).toBe(true);
    expect(events.filter(({ name }) => name === 'process_name').map(({ pid }) => pid)).toEqual([1, 2]);
    expect(events.find(({ name }) => name === 'after checkout')).toMatchObject({ ts: (start + 5_000) * 1000, ph: 'I' });
  });
});

describe('requests in a trace', () => {
  it('stand on a track of their own, with what they put on the server', () => {
    const store = RecordingStore.from(recording());
    const figures = {
      boot: 'b',
      request: 1,
      handling: 9,
      heapBefore: 50 * MB,
      heapAfter: 54 * MB,
      concurrent: 0,
      collections: 0,
    };
    store.append('requests', 0, {
      at: start + 1_000,
      duration: 12,
      url: 'http://localhost:3000/reports',
      route: 'GET /reports',
      kind: 'fetch',
      status: 200,
      transferred: 900,
      ...figures,
    });
    const { traceEvents } = JSON.parse(exportTrace(store.recording())) as {
      traceEvents: { name: string; args?: object }[];
    };
    const told = JSON.stringify(traceEvents.filter(({ name }) => name === 'GET /reports'));
    expect(told).toContain('http://localhost:3000/reports');
    expect(told).toContain('4096 KB');
  });
});
