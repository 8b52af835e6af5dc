import type { Trace } from '../charts/trace.ts';
import { en } from '../strings/en.ts';
import { formatBytes } from '../strings/format.ts';
import { bytesAxis, extent, type Lane, type LaneContext, lineOf, megabytes, sourceAt } from './lane.ts';

const text = en.lanes;

/** The page's heap with its floor, the floor's trend and the band that the trend may lie in. */
export const pageHeapLane: Lane = {
  id: 'page-heap',
  title: text.pageHeap,
  size: 'large',
  testId: 'heap-chart',
  label: megabytes,
  values({ pages }) {
    const page = pages.at(-1);
    if (unreadable(pages)) return [{ id: 'used', text: text.notAvailable, testId: 'heap-used' }];
    const trend = page?.analysis.trend();
    const floor = trend?.open ?? trend?.floor.at(-1);
    const floorBytes = floor && Number.isFinite(floor.bytes) ? floor.bytes : (trend?.floor.at(-1)?.bytes ?? null);
    return [
      {
        id: 'used',
        text: `${text.used} ${formatBytes(page?.heap.used.last ?? null)}`,
        color: 'page',
        testId: 'heap-used',
      },
      { id: 'floor', text: `${text.floor} ${formatBytes(floorBytes)}`, color: 'floor' },
      { id: 'total', text: `${text.total} ${formatBytes(page?.heap.total.last ?? null)}` },
      { id: 'limit', text: `${text.limit} ${formatBytes(page?.heap.limit.last ?? null)}` },
    ];
  },
  unavailable: ({ pages }) => unreadable(pages),
  traces(context) {
    const { pages } = context;
    const used: Trace = { kind: 'line', color: 'page', points: lineOf(pages, (page) => page.heap.used, context) };
    const total: Trace = { kind: 'dotted', color: 'muted', points: lineOf(pages, (page) => page.heap.total, context) };
    const limit: Trace = { kind: 'dotted', color: 'slow', points: lineOf(pages, (page) => page.heap.limit, context) };
    const [, highest] = extent([used]);
    // A limit far above would press the heap flat against the ground; it stands beside the lane as a number.
    const shown = [total, limit].filter((trace) => extent([trace])[1] <= highest * 1.3);
    return [...floorTraces(context), ...shown, used];
  },
  axis: bytesAxis(2),
  at({ pages }, moment) {
    const used = sourceAt(pages, moment)?.heap.used.valueAt(moment) ?? null;
    return used === null ? null : formatBytes(used);
  },
};

/** Why this browser has no heap to show; null as soon as any document told one. */
function unreadable(pages: LaneContext['pages']): string | null {
  // The newest document may not have told yet; browsers do not change between documents.
  const heap = pages.flatMap((page) => page.capabilities.get('heap') ?? []).at(-1);
  return heap && !heap.available && pages.every((page) => page.heap.used.length === 0) ? heap.detail : null;
}

function floorTraces({ pages, from, to, origin }: LaneContext): Trace[] {
  return pages.flatMap((page): Trace[] => {
    const { floor, open, band } = page.analysis.trend();
    const floors = [...floor, ...(open && Number.isFinite(open.bytes) ? [open] : [])];
    const dots = floors
      .filter(({ at }) => at >= from && at <= to)
      .map(({ at, bytes }) => ({ x: at - origin, y: bytes }));
    const line = (value: (point: (typeof band)[number]) => number) =>
      band.map((point) => ({ x: point.at - origin, y: value(point) }));
    return [
      { kind: 'band', color: 'floor', points: line(({ high }) => high) },
      { kind: 'hidden', color: 'floor', points: line(({ low }) => low) },
      { kind: 'dashed', color: 'floor', points: line((point) => point.line) },
      { kind: 'dots', color: 'floor', points: dots },
    ];
  });
}
