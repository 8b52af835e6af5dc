import { fleetPast } from '../../pairing/fleet.ts';
import type { Series } from '../../store/series.ts';

const width = 200;
const height = 40;
/** A gap of more than this share of the hour is not joined. */
const gapShare = 0.05;

/** The last hour of a series as a line: a hundred of them cost less than one chart that can be read in detail. */
export function Sparkline({ series, label, tone }: { series: Series; label: string; tone: 'plain' | 'bad' }) {
  const to = series.at.at(-1) ?? 0;
  return (
    <svg
      class={`sparkline sparkline--${tone}`}
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      <path d={pathOf(series, to - fleetPast, to)} vector-effect="non-scaling-stroke" />
    </svg>
  );
}

export function pathOf(series: Series, from: number, to: number): string {
  const points = series.points(from, to).filter(({ at }) => at >= from);
  const highest = points.reduce((most, { value }) => Math.max(most, value), 0) * 1.05 || 1;
  const lowest = points.reduce((least, { value }) => Math.min(least, value), highest);
  // From zero, unless the line would only be a stroke at the top.
  const floor = lowest < highest / 2 ? 0 : Math.max(0, lowest - highest * 0.2);
  let before = Number.NEGATIVE_INFINITY;
  let path = '';
  for (const { at, value } of points) {
    const x = ((at - from) / (to - from)) * width;
    const y = height - ((value - floor) / (highest - floor)) * height;
    const place = `${x.toFixed(1)} ${y.toFixed(1)}`;
    // A line of no length is a dot: a reading alone is seen too.
    path += x - before > gapShare * width ? `M${place}h0` : `L${place}`;
    before = x;
  }
  return path;
}
