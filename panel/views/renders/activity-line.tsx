import type { EpochMs } from '@memory-plus/core/model';
import type { Activity, ActivityBin } from '../../store/activity.ts';

const width = 80;
const height = 16;

/** What a component did over the recording, a bar for each stretch: its time, or how often it rendered where no time is known. */
export function ActivityLine(props: {
  readonly activity: Activity;
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly label: string;
}) {
  const { activity, from, to, label } = props;
  return (
    <svg class="activity" viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" role="img" aria-label={label}>
      <path d={barsOf(activity.bins, from, to)} />
    </svg>
  );
}

/** Bars from the floor up, the highest as high as the drawing. */
export function barsOf(bins: readonly ActivityBin[], from: EpochMs, to: EpochMs): string {
  const timed = bins.some(({ time }) => time > 0);
  const sizeOf = ({ time, renders }: ActivityBin) => (timed ? time : renders);
  const highest = Math.max(...bins.map(sizeOf), Number.MIN_VALUE);
  const scale = width / Math.max(1, to - from);
  return bins
    .map((bin) => {
      const left = Math.max(0, (bin.from - from) * scale);
      const right = Math.min(width, Math.max((bin.to - from) * scale, left + 1));
      // Whatever happened is seen, however small beside the highest.
      const size = sizeOf(bin) > 0 ? Math.max(1.5, (sizeOf(bin) / highest) * height) : 0;
      return `M${left.toFixed(1)} ${height}V${(height - size).toFixed(1)}H${right.toFixed(1)}V${height}z`;
    })
    .join('');
}
