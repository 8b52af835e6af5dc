import { timeLabel, timeTicks } from '../charts/scale.ts';

const mostTicks = 7;

/** The common time axis: moments since the recording began. Narrow panels hide every other label (lanes.css). */
export function TimeAxis({ from, to }: { from: number; to: number }) {
  const ticks = timeTicks(from, to, mostTicks);
  const step = (ticks[1] ?? to) - (ticks[0] ?? from);
  return (
    <div class="time-axis" aria-hidden="true">
      {ticks.map((tick) => (
        <span
          key={tick}
          class={`time-axis__label ${tick - from > (to - from) * 0.97 ? 'time-axis__label--end' : ''}`}
          style={{ left: `${((tick - from) / (to - from)) * 100}%` }}
        >
          {timeLabel(tick, step)}
        </span>
      ))}
    </div>
  );
}
