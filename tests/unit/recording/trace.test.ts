import { exportTrace, RecordingStore } from '@memory-plus/core/recording';
import { describe, expect, it } from 'vitest';
import { MB, recordingToTrace, start } from './recording-to-trace.ts';

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly ts: number;
  readonly pid: number;
  readonly args: object;
}

const eventsOf = (text: string) => JSON.parse(text).traceEvents as TraceEvent[];

describe('a recording as a trace', () => {
  const events = eventsOf(exportTrace(recordingToTrace()));

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
    const store = RecordingStore.from(recordingToTrace());
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
