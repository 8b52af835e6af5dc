import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { EventBusService } from '../../backend/src/services/event-bus/event-bus.service.ts';
import { ReportsService } from '../../backend/src/services/reports/reports.service.ts';
import { SearchService } from '../../backend/src/services/search/search.service.ts';

afterEach(() => {
  vi.useRealTimers();
});

describe('reports', () => {
  it('are 1,000 at most, for a day', () => {
    const reports = new ReportsService();
    for (let i = 0; i < 1_500; i++) reports.add(`report ${i}`, 'body');
    expect(reports.statistics()).toMatchObject({ entries: 1_000, maxEntries: 1_000, evictions: 500 });
    expect(reports.list()[0]).toMatchObject({ title: 'report 1499' });
    reports.onModuleDestroy();
  });

  it('go when they are too old, also when nobody asks for them', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const reports = new ReportsService({ ttl: 5 });
    const { id } = reports.add('old', 'body');
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(reports.statistics().entries).toBe(1);
    vi.advanceTimersByTime(60_000);
    expect(reports.statistics()).toMatchObject({ entries: 0, evictions: 1 });
    expect(reports.get(id)).toBeUndefined();
    reports.onModuleDestroy();
  });

  it('are refused with the reason when they are too large, for one or for all', () => {
    const reports = new ReportsService({ maxBodyBytes: 100, maxBytes: 1_000 });
    expect(() => reports.add('large', 'ä'.repeat(51))).toThrow('"large" has 102 bytes and a report at most 100');
    expect(reports.statistics()).toMatchObject({ entries: 0, refused: 1 });
    reports.onModuleDestroy();
  });

  it('are made within their time, a few at once, and not after the end', async () => {
    const reports = new ReportsService({ maxRunning: 2, timeout: 20 });
    const signals: AbortSignal[] = [];
    const hang = (signal: AbortSignal) => {
      signals.push(signal);
      return new Promise<string>(() => {});
    };
    const late = expect(reports.make('slow', hang)).rejects.toThrow('"slow" took longer than 20 ms');
    const second = expect(reports.make('second', hang)).rejects.toThrow();
    await expect(reports.make('third', hang)).rejects.toThrow('2 reports are being made');
    await Promise.all([late, second]);
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, true]);
    expect(await reports.make('quick', async () => 'body')).toMatchObject({ body: 'body' });
    const ending = expect(reports.make('last', hang)).rejects.toThrow('The application ends.');
    reports.onModuleDestroy();
    await ending;
  });
});

describe('the event bus', () => {
  const log = () => ({ warn: vi.fn(), error: vi.fn() });

  it('lets no listener stop the others, and tells who failed', async () => {
    const said = log();
    const bus = new EventBusService({ log: said });
    const heard: string[] = [];
    bus.on('order', () => {
      throw new Error('sync');
    });
    bus.on('order', async () => Promise.reject(new Error('async')));
    bus.on('order', (payload) => heard.push(`first ${String(payload)}`));
    bus.once('order', async (payload) => heard.push(`once ${String(payload)}`));
    const result = await bus.emit('order', 1);
    await bus.emit('order', 2);
    expect(heard).toEqual(['first 1', 'once 1', 'first 2']);
    expect(result).toMatchObject({ handled: 2, errors: [new Error('sync'), new Error('async')] });
    expect(said.error).toHaveBeenCalledWith('A listener of "order" failed: sync');
  });

  it('warns by name, once, and refuses what is beyond the limit', () => {
    const said = log();
    const bus = new EventBusService({ maxListeners: 5, warnAt: 3, log: said });
    for (let i = 0; i < 5; i++) bus.on('order', () => i);
    expect(said.warn).toHaveBeenCalledTimes(1);
    expect(said.warn).toHaveBeenCalledWith('The event "order" has 3 listeners. Is one added for each request?');
    expect(() => bus.on('order', () => {})).toThrow('event "order": it has 5 listeners already');
    expect(bus.statistics()).toMatchObject({ entries: 5, refused: 1 });
  });

  it('counts as a model does, whatever is added and taken off', () => {
    const step = fc.record({ event: fc.constantFrom('a', 'b'), add: fc.boolean() });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const bus = new EventBusService({ maxListeners: 1_000, log: log() });
        const offs: Record<string, (() => void)[]> = { a: [], b: [] };
        for (const { event, add } of steps) {
          if (add) offs[event]?.push(bus.on(event, () => {}));
          else offs[event]?.pop()?.();
          expect(bus.listenerCount(event)).toBe(offs[event]?.length);
        }
        const left = (offs.a?.length ?? 0) + (offs.b?.length ?? 0);
        expect(bus.removeAllListeners()).toBe(left);
        expect(bus.statistics().entries).toBe(0);
      }),
    );
  });

  it('waits for handlers at work when it ends, no longer than its time, and takes no listener any more', async () => {
    const said = log();
    const bus = new EventBusService({ drain: 50, log: said });
    let finished = false;
    bus.on('order', async () => {
      await new Promise((resolve) => setTimeout(resolve, 10));
      finished = true;
    });
    void bus.emit('order', 1);
    await bus.onModuleDestroy();
    expect(finished).toBe(true);
    expect(() => bus.on('order', () => {})).toThrow('the application ends');
    const hanging = new EventBusService({ drain: 10, log: said });
    hanging.on('order', () => new Promise(() => {}));
    void hanging.emit('order', 1);
    await hanging.onModuleDestroy();
    expect(said.warn).toHaveBeenCalledWith('1 handlers were still at work after 10 ms.');
  });

  it('refuses an event when too many handlers are at work', async () => {
    const bus = new EventBusService({ maxPending: 2, log: log() });
    bus.on('order', () => new Promise(() => {}));
    void bus.emit('order', 1);
    void bus.emit('order', 2);
    await expect(bus.emit('order', 3)).rejects.toThrow('The event "order" was refused: 2 handlers are still at work.');
  });
});

describe('the search', () => {
  it('answers the same query from memory, however it is written', async () => {
    const search = new SearchService();
    const find = vi.fn(async () => ['found']);
    const asked = [
      { text: 'a', page: 1 },
      { page: 1, text: 'a' },
    ];
    const answers = await Promise.all(asked.map((query) => search.search('products', query, find)));
    expect(answers[0]).toEqual({ results: ['found'], cut: false });
    expect(find).toHaveBeenCalledTimes(1);
    await search.search('orders', { text: 'a', page: 1 }, find);
    await search.search('products', '{"page":1,"text":"a"}', find);
    expect(find).toHaveBeenCalledTimes(3);
  });

  it('says what it cut off, and refuses endless queries', async () => {
    const search = new SearchService({ maxResults: 2 });
    expect(await search.search('products', 'a', async () => [1, 2, 3])).toEqual({ results: [1, 2], cut: true });
    await expect(search.search('products', 'x'.repeat(3_000), async () => [])).rejects.toThrow('at most 2000');
  });

  it('does not answer what an invalidation made outdated, nor keep what was found before it', async () => {
    const search = new SearchService();
    await search.search('products', 'a', async () => ['old']);
    await search.search('orders', 'a', async () => ['old']);
    search.invalidate('products');
    expect((await search.search('products', 'a', async () => ['new'])).results).toEqual(['new']);
    expect((await search.search('orders', 'a', async () => ['new'])).results).toEqual(['old']);
    let finish = (_: string[]) => {};
    const slow = search.search('products', 'slow', () => new Promise<string[]>((resolve) => (finish = resolve)));
    await Promise.resolve();
    search.invalidate();
    finish(['old']);
    expect((await slow).results).toEqual(['old']);
    expect((await search.search('products', 'slow', async () => ['new'])).results).toEqual(['new']);
  });

  it('is empty when it is destroyed', async () => {
    const search = new SearchService();
    await search.search('products', 'a', async () => ['found']);
    search.onModuleDestroy();
    expect(search.statistics()).toMatchObject({ entries: 0, bytes: 0 });
  });
});
