import { beforeEach, describe, expect, it } from 'vitest';
import type { PageWindow } from '../../../frontend/src/platform/natives.ts';
import { captureNatives } from '../../../frontend/src/platform/natives.ts';
import { handOver, showableOf, waitsFor } from '../../../frontend/src/retained/hand-over.ts';
import { HandClock, openWindow } from './page.ts';

const handle = 'memory-plus-0b7f';

let clock: HandClock;
let window: PageWindow & Record<string, unknown>;
beforeEach(() => {
  clock = new HandClock();
  window = openWindow() as never;
});

describe('an object that is handed over', () => {
  it('is there once, for who knows its name, and leaves nothing behind', () => {
    const showable = { kind: 'source', target: () => {} } as const;
    handOver(window, handle, showable, clock.natives());
    expect(Object.keys(window)).not.toContain(handle);
    expect(window[handle]).toBe(showable);
    expect(handle in window).toBe(false);
    expect(clock.timers).toBe(0);
  });

  it('is taken away when nobody comes for it', () => {
    handOver(window, handle, { kind: 'gone', target: null }, clock.natives());
    clock.advance(waitsFor);
    expect(handle in window).toBe(false);
  });

  it('is handed over by what the browser had before the page could replace it', () => {
    const natives = clock.natives();
    const real = { defineProperty: Reflect.defineProperty, deleteProperty: Reflect.deleteProperty };
    const seen: unknown[] = [];
    try {
      Object.assign(Reflect, {
        defineProperty: (...all: unknown[]) => seen.push(all),
        deleteProperty: () => seen.push(0),
      });
      handOver(window, handle, { kind: 'gone', target: null }, natives);
      expect(window[handle]).toBeDefined();
    } finally {
      Object.assign(Reflect, real);
    }
    expect(seen).toEqual([]);
    expect(handle in window).toBe(false);
  });
});

describe('what DevTools can show', () => {
  it.each([
    ['an element of the document', 'element', (page: PageWindow) => ({ object: page.document.body, trace: null })],
    [
      'one that was taken out, by where it was',
      'place',
      (page: PageWindow) => ({ object: page.document.createElement('p'), trace: page.document.body }),
    ],
    [
      'one whose place is gone too',
      'none',
      (page: PageWindow) => ({ object: page.document.createElement('p'), trace: page.document.createElement('ul') }),
    ],
    ['a listener', 'source', () => ({ object: () => {}, trace: null })],
    ['a component, by its function', 'source', () => ({ object: {}, trace: function Chart() {} })],
    ['any other object', 'none', () => ({ object: {}, trace: null })],
    ['what died', 'gone', () => null],
  ] as const)('of %s: %s', (_, kind, found) => {
    const natives = captureNatives(window as never);
    expect(showableOf(found(window), natives).kind).toBe(kind);
  });

  it('is asked of the browser and not of the page', () => {
    const natives = captureNatives(window as never);
    Object.defineProperty(window.Node.prototype, 'isConnected', { get: () => true });
    const node = window.document.createElement('p');
    expect(showableOf({ object: node, trace: null }, natives).kind).toBe('none');
    const liar = {
      get isConnected(): boolean {
        throw new Error('page code ran');
      },
    };
    expect(showableOf({ object: liar, trace: null }, natives).kind).toBe('none');
  });
});
