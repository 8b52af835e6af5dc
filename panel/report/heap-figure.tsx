import { megabyte } from '@memory-plus/core/analysis';
import { roundAxis, timeLabel, timeTicks } from '../charts/scale.ts';
import { megabytes } from '../lanes/lane.ts';
import type { SourceState } from '../store/source-state.ts';
import { en } from '../strings/en.ts';

const width = 900;
const height = 200;
const left = 60;
const right = 12;
const top = 12;
const bottom = 24;

/** The heap of one source over its life, with its floor, as a drawing that needs no script. */
export function HeapFigure({ state }: { readonly state: SourceState }) {
  const from = Math.min(state.firstAt, state.lastAt);
  const to = Math.max(state.lastAt, from + 1);
  const heap = state.heap.used.points(from, to);
  if (heap.length === 0) return null;
  const { floor } = state.analysis.trend();
  const values = heap.map(({ value }) => value);
  const axis = roundAxis(Math.min(...values), Math.max(...values), 2, megabyte().bytes);
  const x = (at: number) => left + ((at - from) / (to - from)) * (width - left - right);
  const y = (value: number) => top + ((axis.max - value) / (axis.max - axis.min)) * (height - top - bottom);
  const line = heap.map(({ at, value }) => `${x(at).toFixed(1)},${y(value).toFixed(1)}`).join(' ');
  const ticks = timeTicks(0, to - from, 8);
  const step = (ticks[1] ?? to - from) - (ticks[0] ?? 0);
  return (
    <figure>
      <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={en.report.heapOverTime}>
        {axis.ticks.map((tick) => (
          <g key={tick}>
            <line class="grid" x1={left} x2={width - right} y1={y(tick)} y2={y(tick)} />
            <text x={left - 6} y={y(tick) + 4} text-anchor="end">
              {megabytes(tick, tick === axis.ticks.at(-1))}
            </text>
          </g>
        ))}
        {ticks.map((tick) => (
          <text key={tick} x={x(from + tick)} y={height - 6} text-anchor="middle">
            {timeLabel(tick, step)}
          </text>
        ))}
        <polyline class="heap" points={line} />
        {floor
          .filter(({ bytes }) => Number.isFinite(bytes))
          .map(({ at, bytes }) => (
            <circle key={at} class="floor" cx={x(at)} cy={y(bytes)} r="3" />
          ))}
      </svg>
      <figcaption>{en.report.heapCaption}</figcaption>
    </figure>
  );
}
