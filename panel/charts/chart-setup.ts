import {
  Chart,
  type ChartDataset,
  type ChartOptions,
  Filler,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
} from 'chart.js';
import type { Palette } from './palette.ts';
import type { Axis } from './scale.ts';
import type { Trace } from './trace.ts';

Chart.register(LineController, LineElement, PointElement, LinearScale, Filler);

/** Width of the column of y labels and of the space at the right; the overlay of marks stands on the same numbers (lanes.css). */
export const axisWidth = 54;
export const rightSpace = 12;

/** Pixels of a column: with four readings in each, more than one for each pixel. */
const columnPixels = 3;
/** Steps of the width, so that dragging the panel's edge computes little anew. */
const columnStep = 50;

/** Columns that a picture of `width` pixels has room for. */
export function columnsFor(width: number): number {
  return Math.max(columnStep, Math.ceil(width / columnPixels / columnStep) * columnStep);
}

type Points = { x: number; y: number }[];
type Dataset = ChartDataset<'line', Points>;

export interface LaneDrawing {
  readonly traces: readonly Trace[];
  readonly from: number;
  readonly to: number;
  readonly axis: Axis;
  /** Text of a y label; null where the lane has no y labels. */
  readonly label: ((value: number, isTop: boolean) => string) | null;
}

/** A lane's chart. It hands to chart.js what changed and nothing else: of a live recording that is the end of its lines. */
export class LaneChart {
  readonly #chart: Chart<'line', Points>;
  /** What was drawn with: kinds and colours of the traces; the axes. */
  #kinds = '';
  #axes = '';

  constructor(canvas: HTMLCanvasElement) {
    this.#chart = new Chart(canvas, { type: 'line', data: { datasets: [] }, options: laneOptions() });
  }

  /** The points are no more than the screen can show: see Series.points. */
  draw(drawing: LaneDrawing, palette: Palette): void {
    const { traces, from, to, axis } = drawing;
    const chart = this.#chart;
    const kinds = traces.map(({ kind, color }) => `${kind} ${palette.colors[color]}`).join();
    const axes = [from, to, axis.min, axis.max, ...axis.ticks, palette.muted, palette.band].join();
    const known = kinds === this.#kinds;
    if (known && axes === this.#axes) {
      for (const [index, trace] of traces.entries()) this.#replace(index, pointsOf(trace));
      chart.draw();
      return;
    }
    if (!known) chart.data.datasets = traces.map((trace) => dataset(trace, palette));
    for (const [index, trace] of traces.entries()) {
      const held = chart.data.datasets[index];
      if (held) held.data = pointsOf(trace);
    }
    const { scales } = chart.options;
    if (scales?.x) Object.assign(scales.x, { min: from, max: to });
    if (scales?.y) Object.assign(scales.y, yScale(drawing, palette));
    chart.update('none');
    this.#kinds = kinds;
    this.#axes = axes;
  }

  /** As `update` would, without finding out anew what options, axes and places are: none of them changed. */
  #replace(index: number, points: Points): void {
    const dataset = this.#chart.data.datasets[index];
    if (!dataset || same(dataset.data, points)) return;
    dataset.data = points;
    const { controller } = this.#chart.getDatasetMeta(index);
    controller.buildOrUpdateElements();
    controller.update('none');
  }

  destroy(): void {
    this.#chart.destroy();
  }
}

function pointsOf({ points }: Trace): Points {
  return points as Points;
}

function same(before: Points, now: Points): boolean {
  return (
    before.length === now.length &&
    now.every(({ x, y }, index) => {
      const old = before[index];
      return old !== undefined && old.x === x && Object.is(old.y, y);
    })
  );
}

function laneOptions(): ChartOptions<'line'> {
  return {
    animation: false,
    parsing: false,
    normalized: true,
    responsive: true,
    maintainAspectRatio: false,
    events: [],
    layout: { padding: { right: rightSpace, top: 8, bottom: 6 } },
    scales: {
      x: { type: 'linear', display: false },
      y: {
        type: 'linear',
        afterFit: (scale) => {
          scale.width = axisWidth;
        },
        border: { display: false },
      },
    },
  };
}

function yScale({ axis, label }: LaneDrawing, palette: Palette) {
  const ticks = axis.ticks.map((value) => ({ value }));
  return {
    min: axis.min,
    max: axis.max,
    afterBuildTicks: (scale: { ticks: { value: number }[] }) => {
      scale.ticks = ticks;
    },
    ticks: {
      display: label !== null,
      color: palette.muted,
      font: { size: 11, family: palette.font },
      padding: 6,
      autoSkip: false,
      callback: (value: string | number) => label?.(Number(value), Number(value) === axis.ticks.at(-1)) ?? '',
    },
    grid: { display: label !== null, color: palette.grid, tickLength: 0 },
  };
}

function dataset(trace: Trace, palette: Palette): Dataset {
  const color = palette.colors[trace.color];
  const base = {
    data: pointsOf(trace),
    borderColor: color,
    backgroundColor: color,
    borderWidth: 1.25,
    pointRadius: 0,
    tension: 0,
    spanGaps: false,
  };
  switch (trace.kind) {
    case 'line':
      return base;
    case 'dotted':
      return { ...base, borderWidth: 1, borderDash: [1, 3] };
    case 'dashed':
      return { ...base, borderWidth: 1.5, borderDash: [4, 3] };
    case 'dash-dotted':
      return { ...base, borderWidth: 1.5, borderDash: [8, 3, 1, 3] };
    case 'dots':
      return { ...base, showLine: false, clip: 6, pointRadius: 2.5, pointBorderWidth: 0 };
    case 'triangles':
      return { ...base, showLine: false, clip: 6, pointRadius: 4, pointStyle: 'triangle', pointBorderWidth: 0 };
    case 'stems':
      return { ...base, borderWidth: trace.color === 'slow' ? 3 : 1 };
    case 'bars':
      return { ...base, borderWidth: 4 };
    case 'band':
      return { ...base, borderWidth: 0, fill: '+1', backgroundColor: palette.band };
    case 'hidden':
      return { ...base, borderWidth: 0 };
  }
}
