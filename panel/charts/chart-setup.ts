import {
  Chart,
  type ChartConfiguration,
  type ChartDataset,
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

export type LaneChart = Chart<'line', { x: number; y: number }[]>;

export interface LaneDrawing {
  readonly traces: readonly Trace[];
  readonly from: number;
  readonly to: number;
  readonly axis: Axis;
  /** Text of a y label; null where the lane has no y labels. */
  readonly label: ((value: number, isTop: boolean) => string) | null;
}

export function createLaneChart(canvas: HTMLCanvasElement): LaneChart {
  const options: ChartConfiguration<'line', { x: number; y: number }[]> = {
    type: 'line',
    data: { datasets: [] },
    options: {
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
    },
  };
  return new Chart(canvas, options);
}

/** Hands a drawing to chart.js. The data is no longer than the screen is wide: see Series.points. */
export function draw(chart: LaneChart, drawing: LaneDrawing, palette: Palette): void {
  chart.data.datasets = drawing.traces.map((trace) => dataset(trace, palette));
  const { scales } = chart.options;
  if (scales?.x) Object.assign(scales.x, { min: drawing.from, max: drawing.to });
  if (scales?.y) Object.assign(scales.y, yScale(drawing, palette));
  chart.update('none');
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

function dataset(trace: Trace, palette: Palette): ChartDataset<'line', { x: number; y: number }[]> {
  const color = palette.colors[trace.color];
  const base = {
    data: trace.points as { x: number; y: number }[],
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
