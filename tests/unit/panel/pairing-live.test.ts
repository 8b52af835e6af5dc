import type { Row } from '@memory-plus/core/model';
import { rowsOf } from '@memory-plus/core/recording';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { ClockOffset } from '../../../panel/pairing/clock-offset.ts';
import { EventParser, maxEventLength } from '../../../panel/pairing/event-parser.ts';
import { fakeBackend } from '../../panel-page/fake-backend.ts';
import { withStream } from './live-backend.ts';
import { pairingWorld, start } from './virtual-time.ts';

// A busy machine takes its time; nothing here is about speed.
vi.setConfig({ testTimeout: 60_000 });

const origin = 'http://localhost:3000';

type Change = (path: string, answer: Record<string, unknown>) => Record<string, unknown>;

interface StreamingWorld extends ReturnType<typeof pairingWorld> {
  readonly live: ReturnType<typeof withStream>;
  heap(): Row<'heap'>[];
}

/** A world with a backend that streams; `change` may change what it says. */
function streamingWorld(change: Change = (_, answer) => answer): StreamingWorld {
  const world: ReturnType<typeof pairingWorld> = pairingWorld((call) => live.answer(call));
  const server = fakeBackend(() => world.clock.now());
  const live = withStream(
    async (url) => {
      const answer = await server(url);
      const path = new URL(url).pathname.replace('/api/monitoring/memory/', '');
      return answer.ok ? Response.json(change(path, (await answer.json()) as Record<string, unknown>)) : answer;
    },
    () => world.clock,
  );
  const heap = () => [...rowsOf(world.world.model.store.recording(), 'heap')];
  return { ...world, live, heap };
}

describe('a backend that streams', () => {
  it('is asked for stats once, and tells a reading each second', async () => {
    const world = streamingWorld();
    await world.pairing.connect(origin, '');
    await world.clock.advance(30_500);
    expect(world.state()).toMatchObject({ status: 'connected', live: 'stream' });
    expect(world.statsCalls()).toHaveLength(1);
    expect(world.callsTo('/stream')).toHaveLength(1);
    expect(world.heap().length).toBeGreaterThan(29);
    expect(world.callsTo('/health').length).toBeGreaterThan(2);
    expect(world.mostInFlight()).toBe(1);
    world.pairing.close();
    await world.clock.advance(20_000);
    expect(world.clock.timers).toBe(0);
    expect(world.live.open.size).toBe(0);
  });

  it('is asked again when its stream ends, and goes on', async () => {
    const world = streamingWorld();
    await world.pairing.connect(origin, '');
    await world.clock.advance(5_500);
    for (const stream of world.live.open) stream.end();
    await world.clock.advance(20_000);
    expect(world.state()).toMatchObject({ status: 'connected', live: 'stream' });
    expect(world.callsTo('/stream')).toHaveLength(2);
    expect(world.mostInFlight()).toBe(1);
  });

  it('that falls silent is given up after ten seconds, even if bytes drip', async () => {
    const world = streamingWorld();
    world.world.answer = async (call) => {
      if (!call.url.endsWith('/stream')) return world.live.answer(call);
      const body = new ReadableStream<Uint8Array>({
        start(controller) {
          const drip = () => {
            controller.enqueue(new TextEncoder().encode(': still here\n'));
            timer = world.clock.setTimer(drip, 1_000);
          };
          let timer = world.clock.setTimer(drip, 1_000);
          call.init.signal?.addEventListener('abort', () => {
            world.clock.clearTimer(timer);
            controller.error(new DOMException('Aborted', 'AbortError'));
          });
        },
      });
      return new Response(body, { headers: { 'content-type': 'text/event-stream' } });
    };
    await world.pairing.connect(origin, '');
    await world.clock.advance(60_000);
    expect(world.state()).toMatchObject({ status: 'connected', live: 'polling' });
    expect(world.statsCalls().length).toBeGreaterThan(5);
    expect(world.callsTo('/stream').length).toBeLessThan(6);
  });

  it('writes alerts of the stream and of the list once', async () => {
    const alert = { at: start + 1_000, rule: 'heap-growth', level: 'warning', state: 'raised', detail: 'Grew.' };
    const world: StreamingWorld = streamingWorld((path, answer) =>
      path === 'leaks' ? { ...answer, alerts: world.clock.now() < alert.at ? [] : [alert] } : answer,
    );
    await world.pairing.connect(origin, '');
    await world.clock.advance(2_000);
    for (const stream of world.live.open) stream.say(`event: alert\ndata: ${JSON.stringify(alert)}\n\n`);
    await world.clock.advance(30_000);
    expect([...rowsOf(world.world.model.store.recording(), 'alerts')]).toMatchObject([
      { rule: 'heap-growth', state: 'raised', at: start + 1_000 - 3 },
    ]);
  });

  it('is left while nobody looks; what was missed comes from its history', async () => {
    const samples = Array.from({ length: 100 }, (_, index) => ({
      at: start + 3 + index * 5_000,
      heapUsed: 1e8,
      heapTotal: 2e8,
      rss: 3e8,
      external: 1e6,
      eventLoop: 2,
    }));
    const collections = [{ at: start + 42_003, after: 9e7, pause: 12 }];
    const world: StreamingWorld = streamingWorld((path, answer) =>
      path === 'history'
        ? { ...answer, samples: samples.filter(({ at }) => at <= world.clock.now() + 3), collections }
        : answer,
    );
    await world.pairing.connect(origin, '');
    await world.clock.advance(10_500);
    world.clock.show(false);
    await world.clock.advance(60_000);
    expect(world.live.open.size).toBe(0);
    const before = world.heap().length;
    const asked = world.calls.length;
    world.clock.show(true);
    await world.clock.advance(2_000);
    const since = new URL(world.callsTo('/history')[1]?.url ?? '').searchParams.get('from');
    expect(Number(since)).toBeGreaterThanOrEqual(start + 9_000);
    const times = world.heap().map(({ at }) => at);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    // 15 s to 70 s, one each 5 s, and what the stream tells since.
    expect(times.length - before).toBeGreaterThan(12);
    expect(world.state().backfilled).toBe(1 + 12 + 1);
    expect(world.calls.length - asked).toBeLessThan(7);
    expect([...rowsOf(world.world.model.store.recording(), 'collections')]).toMatchObject([{ after: 9e7, pause: 12 }]);
  });

  it('begins with what the server remembers of the last quarter of an hour', async () => {
    const sample = { heapUsed: 1e8, heapTotal: 2e8, rss: 3e8, external: 1e6, eventLoop: null };
    const minutes = Array.from({ length: 60 }, (_, index) => ({ ...sample, at: start - (60 - index) * 60_000 }));
    const world: StreamingWorld = streamingWorld((path, answer) =>
      path === 'history' ? { ...answer, samples: minutes } : answer,
    );
    await world.pairing.connect(origin, '');
    await world.clock.advance(500);
    const times = world.heap().map(({ at }) => at);
    expect(times[0]).toBeGreaterThan(start - 15 * 60_000 - 10);
    expect(times.length).toBe(16);
  });

  it('that restarts begins a new source at once: a cut, with its own past', async () => {
    let bootId = 'boot-1';
    const world = streamingWorld((_, answer) => ({ ...answer, bootId, uptime: bootId === 'boot-1' ? 1e6 : 2_000 }));
    await world.pairing.connect(origin, '');
    await world.clock.advance(10_500);
    bootId = 'boot-2';
    await world.clock.advance(10_000);
    expect(world.state()).toMatchObject({ status: 'connected', live: 'stream', restarts: 1 });
    expect(world.world.model.store.sources.map((source) => source.kind === 'server' && source.bootId)).toEqual([
      'boot-1',
      'boot-2',
    ]);
    expect([...rowsOf(world.world.model.store.recording(), 'lifecycle', 1)]).toMatchObject([{ event: 'restart' }]);
  });
});

describe('server-sent events', () => {
  const encode = (events: readonly (readonly [string, string])[], newline: string) =>
    events
      .map(([name, data]) =>
        [`id: 7`, `event: ${name}`, ...data.split('\n').map((line) => `data: ${line}`), '', ''].join(newline),
      )
      .join('');
  const name = fc.constantFrom('stats', 'alert');
  const data = fc.string({ minLength: 1 }).map((text) => text.replaceAll('\r', ''));

  it('are read the same however the text is cut, and whatever ends its lines', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(name, data), { maxLength: 8 }),
        fc.constantFrom('\n', '\r\n'),
        fc.infiniteStream(fc.integer({ min: 1, max: 9 })),
        (events, newline, sizes) => {
          const text = encode(events, newline);
          const parser = new EventParser();
          const read = [];
          for (let at = 0; at < text.length; ) {
            const size = sizes.next().value as number;
            read.push(...(parser.push(text.slice(at, at + size)) ?? []));
            at += size;
          }
          expect(read).toEqual(events.map(([event, said]) => ({ name: event, data: said })));
        },
      ),
    );
  });

  it('that are too long end the reading, in one line or in many', () => {
    expect(new EventParser().push('x'.repeat(maxEventLength + 1))).toBeNull();
    const parser = new EventParser();
    let answer: unknown = [];
    for (let lines = 0; answer !== null && lines < 2_000; lines++) answer = parser.push(`data: ${'x'.repeat(1_000)}\n`);
    expect(answer).toBeNull();
  });
});

describe('the clock offset', () => {
  it('is never further from the truth than its doubt', () => {
    const way = fc.record({ there: fc.integer({ min: 0, max: 500 }), back: fc.integer({ min: 0, max: 500 }) });
    fc.assert(
      fc.property(
        fc.integer({ min: -1e8, max: 1e8 }),
        fc.array(way, { minLength: 1, maxLength: 30 }),
        (truth, ways) => {
          const clock = new ClockOffset();
          let at = start;
          for (const { there, back } of ways) {
            clock.add(at, at + there + back, at + there + truth);
            at += 10_000;
          }
          const best = clock.best;
          expect(Math.abs((best?.value ?? Number.NaN) - truth)).toBeLessThanOrEqual((best?.doubt ?? 0) + 1e-6);
        },
      ),
    );
  });

  it('follows a clock that was set', () => {
    const clock = new ClockOffset();
    for (let n = 0; n < 8; n++) clock.add(start, start + 2, start + 1);
    clock.add(start, start + 40, start + 20 - 86_400_000);
    expect(clock.best).toEqual({ value: -86_400_000, doubt: 20 });
  });
});
