import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createPathStripper,
  exportRecording,
  joinRecordings,
  parseRecording,
  type Recording,
  RecordingStore,
  splitRecording,
} from '../../../src/recording/index.ts';

const moments = fc.array(fc.tuple(fc.nat({ max: 60 }), fc.boolean()), { maxLength: 60 });

/** A page with marks and readings of its elements at the given moments, in whatever order. */
function recorded(at: readonly (readonly [number, boolean])[], url = 'http://shop.test/cart'): Recording {
  const store = new RecordingStore({
    tool: { name: 'test', version: '1' },
    created: 0,
    settings: { heapInterval: 500, slowRender: 16 },
  });
  const source = store.addSource({ kind: 'page', id: 'p', startedAt: 0, url, frame: 0 });
  for (const [moment, isMark] of at)
    if (isMark) store.append('marks', source, { at: moment, label: `mark ${moment}` });
    else store.append('dom', source, { at: moment, nodes: moment, listeners: null });
  return store.recording();
}

describe('a recording taken apart', () => {
  it('is the recording again when it is joined, in parts that follow one another', () => {
    fc.assert(
      fc.property(moments, fc.integer({ min: 1, max: 20 }), (at, rows) => {
        const recording = recorded(at);
        const parts = splitRecording(recording, rows);
        const [first, ...others] = parts;
        if (!first) throw new Error('There is no part.');
        expect(exportRecording(joinRecordings(first, ...others))).toBe(exportRecording(recording));
        for (const part of parts) expect(() => parseRecording(exportRecording(part))).not.toThrow();
        const sizes = parts.map(({ tables }) =>
          Object.values(tables).reduce((sum, { at: all }) => sum + all.length, 0),
        );
        expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(at.length);
      }),
    );
  });

  it('has parts of about the size that was asked for, where moments differ', () => {
    const parts = splitRecording(recorded(Array.from({ length: 95 }, (_, index) => [index, index % 3 === 0])), 10);
    expect(parts).toHaveLength(10);
    expect(splitRecording(recorded([]), 10)).toHaveLength(1);
  });
});

describe('paths that are left out', () => {
  const full = () => {
    const store = new RecordingStore({
      tool: { name: 'test', version: '1' },
      created: 0,
      settings: { heapInterval: 500, slowRender: 16 },
    });
    const url = 'https://shop.test/secret/orders/7';
    const source = store.addSource({ kind: 'page', id: 'p', startedAt: 0, url, frame: 0 });
    store.addSource({ kind: 'page', id: 'q', startedAt: 0, url: 'https://shop.test/', frame: 0 });
    store.append('requests', source, {
      at: 1,
      duration: 2,
      url: 'https://api.test/secret/orders',
      route: 'GET /secret/orders/:id',
      kind: 'fetch',
      status: 200,
      transferred: null,
      boot: null,
      request: null,
      handling: null,
      heapBefore: null,
      heapAfter: null,
      concurrent: null,
      collections: null,
    });
    const script = { at: 1, frame: 1, duration: 2, forcedLayout: 0, name: 'render' };
    store.append('frameScripts', source, {
      ...script,
      script: 'https://shop.test/secret/app.js:35',
      invoker: 'https://shop.test/secret/app.js',
    });
    store.append('frameScripts', source, { ...script, script: '', invoker: 'BUTTON#buy.onclick' });
    store.append('retained', source, {
      at: 1,
      what: 'node',
      label: 'div.card',
      count: 3,
      collections: 2,
      detail: 'removed from ul on /secret/orders/:id (2), removed from ul on / (1)',
    });
    return store.recording();
  };

  it('stand nowhere in what is kept, while origins, methods and the root stay, and what was one stays one', () => {
    const strip = createPathStripper();
    const stripped = strip(full());
    const text = exportRecording(stripped);
    expect(text).not.toMatch(/secret|orders|app\.js/);
    expect(parseRecording(text)).toBeTruthy();
    expect(stripped.sources.map(({ url }) => url)).toEqual(['https://shop.test/path-1', 'https://shop.test/']);
    const { requests, retained, frameScripts } = stripped.tables;
    expect(requests?.url[0]).toMatch(/^https:\/\/api\.test\/path-\d$/);
    const [, route = ''] = /^GET (\/path-\d)$/.exec(requests?.route[0] ?? '') ?? [];
    expect(retained?.detail).toEqual([`removed from ul on ${route} (2), removed from ul on / (1)`]);
    expect(route).not.toBe('');
    expect(frameScripts?.invoker[0]).toMatch(/^https:\/\/shop\.test\/path-\d$/);
    expect(frameScripts?.invoker[1]).toBe('BUTTON#buy.onclick');
    expect(exportRecording(strip(full()))).toBe(text);
  });

  it('are told apart as they were, whatever they are', () => {
    const path = fc.webPath().filter((text) => text.startsWith('/'));
    fc.assert(
      fc.property(path, path, (one, other) => {
        const strip = createPathStripper();
        const urls = [one, other, one].map((text) => strip(recorded([], `http://x.test${text}`)).sources[0]?.url);
        expect(urls[2]).toBe(urls[0]);
        if (one !== other) expect(urls[1]).not.toBe(urls[0]);
      }),
    );
  });
});
