import type { Row } from '@memory-plus/core/model';
import { exportRecording, parseRecording } from '@memory-plus/core/recording';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addFlameRow,
  type Flame,
  flamesWith,
  layOut,
  longestOf,
  lostOf,
  omittedOf,
} from '../../../panel/store/flames.ts';
import { RecordingModel } from '../../../panel/store/recording-model.ts';
import { barAfterKey } from '../../../panel/views/renders/flame-chart.tsx';

const row = (node: number, depth: number, total: number | null, more: Partial<Row<'flames'>> = {}): Row<'flames'> => ({
  at: 10,
  node,
  component: `C${node}`,
  depth,
  start: null,
  self: total,
  total,
  how: 'measured',
  omitted: 0,
  ...more,
});

/** Any rows that a page may claim to be a tree. */
const claimed = fc
  .array(fc.tuple(fc.nat(8), fc.option(fc.double({ min: 0, max: 1e6, noNaN: true }))), { minLength: 1 })
  .map((drawn) => drawn.map(([depth, total], node) => row(node, node === 0 ? 0 : depth, total)));

describe('the bars of a tree', () => {
  it('stand below their parents and beside one another, whatever a page claims', () => {
    fc.assert(
      fc.property(claimed, (nodes) => {
        const bars = layOut(nodes);
        bars.forEach(({ left, width, parent, index }) => {
          expect(left).toBeGreaterThanOrEqual(0);
          expect(left + width).toBeLessThanOrEqual(1 + 1e-6);
          const above = bars[parent];
          if (index === 0) expect(parent).toBe(-1);
          else {
            expect(above && above.left <= left + 1e-9 && left + width <= above.left + above.width + 1e-6).toBe(true);
            const before = bars.filter((other) => other.parent === parent && other.index < index).at(-1);
            if (before) expect(before.left + before.width).toBeLessThanOrEqual(left + 1e-6);
          }
        });
      }),
    );
  });

  it('are alike where nobody knows how long anything took', () => {
    const bars = layOut([row(0, 0, null), row(1, 1, null), row(2, 2, null), row(3, 1, null)]);
    expect(bars.map(({ left, width }) => [left, width])).toEqual([
      [0, 1],
      [0, 0.5],
      [0, 0.5],
      [0.5, 0.5],
    ]);
  });

  it('are walked by keyboard, and never left', () => {
    const bars = layOut([row(0, 0, 10), row(1, 1, 6), row(2, 2, 3), row(3, 1, 4)]);
    expect(barAfterKey('ArrowDown', 0, bars)).toBe(1);
    expect(barAfterKey('ArrowRight', 1, bars)).toBe(3);
    expect(barAfterKey('ArrowUp', 3, bars)).toBe(0);
    expect(barAfterKey('ArrowLeft', 1, bars)).toBeNull();
    expect(barAfterKey('ArrowDown', 3, bars)).toBeNull();
    expect(barAfterKey('ArrowUp', 0, bars)).toBeNull();
    expect(barAfterKey('End', 0, bars)).toBe(3);
  });
});

describe('trees of a recording', () => {
  it('are put together again, say what is missing, and are bounded', () => {
    const flames: Flame[] = [];
    for (const one of [row(0, 0, 9, { omitted: 2 }), row(1, 1, 4), row(4, 1, 5, { omitted: 3 })])
      addFlameRow(flames, one);
    addFlameRow(flames, row(1, 1, 1, { at: 99 }));
    const [flame] = flames;
    if (!flame) throw new Error('There is no tree.');
    expect(flame.nodes).toHaveLength(3);
    expect(lostOf(flame)).toBe(2);
    expect(omittedOf(flame)).toBe(5);
    expect(longestOf(flame, 1).map(({ component }) => component)).toEqual(['C4']);
    for (let at = 0; at < 200; at++) addFlameRow(flames, row(0, 0, 1, { at }));
    expect(flames.length).toBe(50);
  });

  it('are found by a component in them', () => {
    const flames: Flame[] = [];
    for (const at of [10, 20, 30])
      for (const one of [row(0, 0, 9, { at }), row(1, 1, 4, { at, component: at < 30 ? 'A' : 'B' })])
        addFlameRow(flames, one);
    expect(flamesWith(flames, 'A').map(({ at }) => at)).toEqual([20, 10]);
    expect(flamesWith(flames, 'react')).toEqual([]);
  });

  it('come through export and import, and a recording without them is read as before', () => {
    const model = RecordingModel.empty('test', 1, { heapInterval: 500, slowRender: 16 });
    const old = exportRecording(model.store.recording());
    const state = model.addSource({ kind: 'page', id: 'a', startedAt: 1, url: 'http://localhost/', frame: 0 });
    for (const one of [row(0, 0, 9), row(1, 1, 4, { start: 0.5, how: 'timed' })]) model.append('flames', state, one);
    const read = RecordingModel.from(parseRecording(exportRecording(model.store.recording())));
    expect(read.states[0]?.flames).toMatchObject(state.flames);
    expect(RecordingModel.from(parseRecording(old)).states).toEqual([]);
  });
});
