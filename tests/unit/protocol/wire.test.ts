import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultSettings } from '../../../src/model/index.ts';
import {
  maxRowsPerBatch,
  parseBridgeToWorker,
  parseCommand,
  parseNudge,
  parsePageToBridge,
  parsePanelToWorker,
  parsePermissionQuestion,
  parseWorkerToPanel,
  toRow,
  toTuple,
} from '../../../src/protocol/index.ts';

const parsers = {
  parseBridgeToWorker,
  parseCommand,
  parseNudge,
  parsePageToBridge,
  parsePanelToWorker,
  parsePermissionQuestion,
  parseWorkerToPanel,
};
const head = { seq: 1, oldest: 1, dropped: 0, rejected: 0 };
const heap = [1, 2, 3, 4, false];

describe('the wire', () => {
  it.each(Object.entries(parsers))('%s refuses whatever is not a message of its own, and never throws', (_, parse) => {
    for (const type of ['constructor', '__proto__', 'toString', 'hasOwnProperty', 'valueOf', '', 'batchx', null, 1]) {
      expect(parse({ type })).toBeUndefined();
    }
    fc.assert(
      fc.property(fc.anything({ withNullPrototype: true, withBigInt: true }), (input) => {
        expect(parse(input)).toBeUndefined();
      }),
    );
  });

  it('takes a command and refuses it with a field too many, too few or wrong', () => {
    const start = { type: 'start', ...defaultSettings };
    expect(parseCommand(start)).toEqual(start);
    expect(parseCommand({ ...start, muteComponentTracks: true })).toEqual({ ...start, muteComponentTracks: true });
    expect(parseCommand({ ...start, muteComponentTracks: 'yes' })).toBeUndefined();
    expect(parseCommand({ ...start, url: 'http://evil' })).toBeUndefined();
    expect(parseCommand({ type: 'start', heapInterval: 500 })).toBeUndefined();
    expect(parseCommand({ ...start, heapInterval: 0 })).toBeUndefined();
    expect(parseCommand({ ...start, heapInterval: Number.NaN })).toBeUndefined();
    expect(parseCommand({ type: 'eval', code: '1' })).toBeUndefined();
  });

  it('takes settings with what is left out, and a wish to see an object, and nothing near them', () => {
    const start = { type: 'start', ...defaultSettings };
    expect(parseCommand({ ...start, without: ['heap', 'renders'] })).toEqual({
      ...start,
      without: ['heap', 'renders'],
    });
    for (const without of ['heap', ['pink'], [1], null, Array(9).fill('heap')])
      expect(parseCommand({ ...start, without })).toBeUndefined();
    const show = { type: 'show', handle: 'memory-plus-1', what: 'node', label: 'div.card', print: false };
    expect(parseCommand(show)).toEqual(show);
    expect(parsePanelToWorker({ ...show, session: 'a' })).toEqual({ ...show, session: 'a' });
    expect(parsePanelToWorker(show)).toBeUndefined();
    expect(parseCommand({ ...show, session: 'a' })).toBeUndefined();
    for (const wrong of [{ what: 'window' }, { label: 'x'.repeat(201) }, { handle: 'x'.repeat(101) }, { print: 1 }])
      expect(parseCommand({ ...show, ...wrong })).toBeUndefined();
  });

  it('takes bounded questions about components and their answers, and nothing beside', () => {
    const question = { type: 'find', components: ['A'] };
    expect(parseCommand(question)).toEqual(question);
    expect(parsePanelToWorker({ ...question, session: 's' })).toEqual({ ...question, session: 's' });
    expect(parsePanelToWorker(question)).toBeUndefined();
    expect(parseCommand({ ...question, components: Array(101).fill('A') })).toBeUndefined();
    expect(parseCommand({ type: 'flame', which: 'next' })).toEqual({ type: 'flame', which: 'next' });
    expect(parseCommand({ type: 'flame', which: 'all' })).toBeUndefined();
    expect(parseCommand({ type: 'highlight', component: 'a'.repeat(201) })).toBeUndefined();
    const place = { kind: 'use', file: 'http://localhost/a.js', line: 1, column: 0 };
    const found = { component: 'A', walked: true, mounted: 3, places: [place], code: 'function A(){}' };
    expect(parsePageToBridge({ type: 'found', components: [found] })).toEqual({ type: 'found', components: [found] });
    for (const wrong of [{ code: 'x'.repeat(401) }, { mounted: -1 }, { places: [place, place] }, { html: '<b>' }])
      expect(parsePageToBridge({ type: 'found', components: [{ ...found, ...wrong }] })).toBeUndefined();
  });

  it('keeps the sound rows of a batch and counts the others', () => {
    const parsed = parsePageToBridge({
      type: 'batch',
      ...head,
      rows: {
        heap: [heap, [1, 2, 3, 4], [1, -2, 3, 4, false], [Number.NaN, 2, 3, 4, true], 'x'],
        marks: [[1, 'a'.repeat(201)]],
        constructor: [[1]],
      },
    });
    expect(parsed).toEqual({ type: 'batch', ...head, rejected: 6, rows: { heap: [heap] } });
  });

  it('counts what is more than a batch may carry', () => {
    const rows = Array.from({ length: maxRowsPerBatch + 5 }, () => heap);
    const parsed = parsePageToBridge({ type: 'batch', ...head, rows: { heap: rows } });
    expect(parsed).toMatchObject({ rejected: 5, rows: { heap: { length: maxRowsPerBatch } } });
  });

  it('keeps a row through its tuple', () => {
    const row = { at: 1.5, used: 10, total: 20, limit: 30, floor: true };
    expect(toRow('heap', toTuple('heap', row))).toEqual(row);
  });
});
