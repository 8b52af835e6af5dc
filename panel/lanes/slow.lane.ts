import type { Axis } from '../charts/scale.ts';
import { stems } from '../charts/trace.ts';
import { en } from '../strings/en.ts';
import { formatMs } from '../strings/format.ts';
import { extent, type Lane, type LaneContext, within } from './lane.ts';

const text = en.lanes;
/** How far from the reading line a slow frame still counts as under it, as a share of the time shown. */
const reach = 0.006;

/** Slow frames as bars, slow renders as triangles: both in milliseconds. */
export const slowLane: Lane = {
  id: 'slow',
  title: text.slow,
  size: 'small',
  testId: 'slow-lane',
  label: null,
  values: ({ slowRender }) => [
    { id: 'threshold', text: text.over(formatMs(slowRender)) },
    { id: 'render', text: text.legendRender, color: 'render' },
  ],
  traces(context) {
    return [
      { kind: 'stems', color: 'slow', points: stems(bars(context, 'frames')) },
      { kind: 'triangles', color: 'render', points: bars(context, 'slowRenders') },
    ];
  },
  axis(traces): Axis {
    const [, high] = extent(traces);
    return { min: 0, max: Math.max(high * 1.15, 33), ticks: [] };
  },
  at(context, moment) {
    const near = (context.to - context.from) * reach;
    const found = ['frames' as const, 'slowRenders' as const].flatMap((table) =>
      bars(context, table).filter(({ x }) => Math.abs(x + context.origin - moment) <= near),
    );
    if (found.length === 0) return null;
    return formatMs(Math.max(...found.map(({ y }) => y)));
  },
};

function bars(context: LaneContext, table: 'frames' | 'slowRenders') {
  return context.pages.flatMap((page) =>
    within<{ readonly at: number; readonly duration: number }>(page[table], context)
      .filter(({ duration }) => duration >= context.slowRender)
      .map(({ at, duration }) => ({ x: at - context.origin, y: duration })),
  );
}
