import { compareRecordings } from '@memory-plus/core/judgement';
import type { Row } from '@memory-plus/core/model';
import { exportRecording, parseRecording, RecordingStore } from '@memory-plus/core/recording';
import { describe, expect, it } from 'vitest';

const MB = 1024 * 1024;
const at = 1_700_000_000_000;

interface Life {
  readonly rss: number;
  readonly delay?: number;
  readonly alerts?: readonly string[];
  readonly actions?: readonly Row<'actions'>['action'][];
}

/** Ten minutes of a server, a reading each second with a little noise. */
function recordingOf({ rss, delay = 4, alerts = [], actions = [] }: Life) {
  const settings = { heapInterval: 1000, slowRender: 16 };
  const store = new RecordingStore({ tool: { name: 'test', version: '1' }, created: at, settings });
  const server = { kind: 'server', id: 's', startedAt: at, url: 'http://localhost:3000', name: 'api' } as const;
  const emit = store.emitter(store.addSource({ ...server, bootId: 'b', clockOffset: 0 }));
  for (let second = 0; second < 600; second++) {
    const noise = 1 + 0.01 * Math.sin(second * 1.7);
    const row = { at: at + second * 1000, arrayBuffers: null, containerLimit: null, external: MB };
    emit('process', { ...row, rss: rss * MB * noise, eventLoopDelay: delay * noise });
    emit('heap', { at: row.at, used: 50 * MB * noise, total: 90 * MB, limit: 900 * MB, floor: false });
  }
  for (const rule of alerts) emit('alerts', { at, rule, level: 'warning', state: 'raised', detail: '' });
  for (const action of actions) emit('actions', { at, action, result: 'done', detail: '' });
  // Through a file, as any comparison.
  return parseRecording(exportRecording(store.recording()));
}

const changes = (before: Life, after: Life) =>
  Object.fromEntries(
    compareRecordings(recordingOf(before), recordingOf(after)).changes.map(({ what, direction }) => [what, direction]),
  );

describe('comparing servers', () => {
  it('finds nothing between a life and itself', () => {
    const same = changes({ rss: 300 }, { rss: 300 });
    expect(same).toMatchObject({ verdict: 'same', rss: 'same', 'event-loop': 'same' });
    expect(new Set(Object.values(same))).toEqual(new Set(['same']));
  });

  it('finds more memory of the process and a later event loop, and less of both the other way round', () => {
    const [calm, busy] = [
      { rss: 300, delay: 4 },
      { rss: 360, delay: 12 },
    ];
    expect(changes(calm, busy)).toMatchObject({ rss: 'worse', 'event-loop': 'worse' });
    expect(changes(busy, calm)).toMatchObject({ rss: 'better', 'event-loop': 'better' });
  });

  it('blames no difference that is small', () => {
    expect(changes({ rss: 300, delay: 4 }, { rss: 306, delay: 5 })).toMatchObject({
      rss: 'same',
      'event-loop': 'same',
    });
  });

  it('tells alerts that came or went, and what was done to the server without judging it', () => {
    const alerted = { rss: 300, alerts: ['heap-growth', 'heap-growth'] };
    expect(changes({ rss: 300 }, alerted)).toMatchObject({ alerts: 'worse' });
    expect(changes(alerted, { rss: 300 })).toMatchObject({ alerts: 'better' });
    expect(changes(alerted, alerted)).toMatchObject({ alerts: 'same' });
    const acted = recordingOf({ rss: 300, actions: ['gc', 'gc', 'snapshot'] });
    const { changes: all } = compareRecordings(recordingOf({ rss: 300 }), acted);
    expect(all.find(({ what }) => what === 'actions')).toMatchObject({
      direction: 'same',
      message: 'Actions taken on the server: none before, gc 2×, snapshot 1× after.',
    });
  });
});
