import type { Row } from '@memory-plus/core/model';
import { describe, expect, it } from 'vitest';
import { alertsLane } from '../../../panel/lanes/alerts.lane.ts';
import type { LaneContext } from '../../../panel/lanes/lane.ts';
import { RecordingModel } from '../../../panel/store/recording-model.ts';

const start = 1_772_442_000_000;
const minute = 60_000;

type Told = readonly [at: number, rule: string, level: Row<'alerts'>['level'], state: Row<'alerts'>['state']];

/** One server with a life for each list of alerts, a life every ten minutes. */
function contextOf(...lives: readonly (readonly Told[])[]): LaneContext {
  const model = RecordingModel.empty('0.1.0', start, { heapInterval: 500, slowRender: 16 });
  lives.forEach((alerts, index) => {
    const startedAt = start + index * 10 * minute;
    const bootId = `boot-${index}`;
    const url = 'http://localhost:3000';
    const life = model.addSource({ kind: 'server', id: bootId, startedAt, url, name: 'api', bootId, clockOffset: 0 });
    for (const [at, rule, level, state] of alerts)
      model.append('alerts', life, { at: startedAt + at, rule, level, state, detail: 'Heap grew.' });
    model.append('health', life, { at: startedAt + 8 * minute, status: 'ok', detail: '' });
  });
  return {
    pages: [],
    servers: model.states,
    server: null,
    from: start,
    to: start + lives.length * 10 * minute,
    origin: start,
    slowRender: 16,
    gap: 5_000,
    columns: 500,
  };
}

const textOf = (context: LaneContext) => alertsLane.values(context).map(({ text, color }) => [text, color]);
/** Where each level's bars begin and end, in minutes. */
const barsOf = (context: LaneContext) =>
  alertsLane
    .traces(context)
    .filter(({ kind, points }) => kind === 'bars' && points.length > 0)
    .map(({ color, points }) => [color, ...points.filter(({ y }) => !Number.isNaN(y)).map(({ x }) => x / minute)]);

describe('the lane of alerts', () => {
  it('is there once there is an alert', () => {
    expect(alertsLane.present?.(contextOf([]))).toBe(false);
    expect(alertsLane.present?.(contextOf([[0, 'heap-growth', 'info', 'raised']]))).toBe(true);
  });

  it('draws each from when it was raised until it was resolved, or as long as its source is known', () => {
    const context = contextOf([
      [minute, 'heap-growth', 'warning', 'raised'],
      [2 * minute, 'leak', 'critical', 'raised'],
      [3 * minute, 'heap-growth', 'warning', 'raised'],
      [4 * minute, 'heap-growth', 'warning', 'resolved'],
    ]);
    expect(barsOf(context)).toEqual([
      ['slow', 2, 8],
      ['warning', 1, 4],
    ]);
    expect(textOf(context)).toEqual([['1 active', 'slow']]);
    expect(alertsLane.at(context, start + 3 * minute)).toBe('Heap grows fast: Heap grew. · Leak: Heap grew.');
    expect(alertsLane.at(context, start + 9 * minute)).toBeNull();
  });

  it('calls none active that went with its process', () => {
    const context = contextOf([[minute, 'leak', 'critical', 'raised']], [[minute, 'leak', 'critical', 'resolved']]);
    expect(textOf(context)).toEqual([['1 raised', undefined]]);
    expect(barsOf(context)).toEqual([['slow', 1, 8]]);
  });
});
