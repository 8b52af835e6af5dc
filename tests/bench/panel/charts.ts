// The panel's lanes, uPlot and plain chart.js draw the same four series, in the same size, in turns.
import { CategoryScale, Chart, LinearScale, LineController, LineElement, PointElement } from 'chart.js';
import UPlot from 'uplot';
import { columnsFor, LaneChart } from '../../../panel/charts/chart-setup.ts';
import { readPalette } from '../../../panel/charts/palette.ts';
import type { ColorName, Trace } from '../../../panel/charts/trace.ts';
import { bytesAxis } from '../../../panel/lanes/lane.ts';
import { Series } from '../../../panel/store/series.ts';
import '../../../panel/styles/index.css';
import 'uplot/dist/uPlot.min.css';

const width = 900;
const height = 300;
const MB = 1024 * 1024;
const start = 1_772_442_000_000;
const colors: readonly ColorName[] = ['page', 'floor', 'server', 'render'];

/** One of the libraries with its four series. */
interface Drawer {
  /** Takes one more reading of each series and draws, as a live chart does. */
  append(at: number, values: readonly number[]): void;
  /** Draws everything anew: the picture begins `from` milliseconds later, as when it is moved. */
  redraw(from: number): void;
  remove(): void;
}

/** Four heaps at 1 Hz: a sawtooth with noise, each another one. */
function valuesAt(second: number): number[] {
  return colors.map((_, series) => {
    const noise = Math.sin(second * 12.9898 + series * 78.233) * 43_758.5453;
    return (60 + 20 * series + (second % (31 + series)) * 0.6 + (noise - Math.floor(noise)) * 3) * MB;
  });
}

function place(): HTMLElement {
  const box = document.createElement('div');
  box.style.cssText = `position: relative; width: ${width}px; height: ${height}px`;
  document.querySelector('#charts')?.append(box);
  return box;
}

function memoryPlus(seconds: number): Drawer {
  const box = place();
  const canvas = document.createElement('canvas');
  box.append(canvas);
  const chart = new LaneChart(canvas);
  const palette = readPalette(canvas);
  const series = colors.map(() => new Series());
  const push = (at: number, values: readonly number[]) =>
    series.forEach((one, index) => void one.push(start + at, values[index] ?? 0));
  for (let second = 0; second < seconds; second++) push(second * 1_000, valuesAt(second));
  const axis = bytesAxis(2);
  // As a lane does it: the readings as many columns as there is room for, an axis around them, then the chart.
  const redraw = (from: number) => {
    const to = (series[0]?.at.at(-1) ?? start) - start;
    const traces = series.map((one, index): Trace => {
      const points = one.points(start + from, start + to, { columns: columnsFor(width), gap: 5_000 });
      return {
        kind: 'line',
        color: colors[index] ?? 'page',
        points: points.map(({ at, value }) => ({ x: at - start, y: value })),
      };
    });
    chart.draw({ traces, from, to, axis: axis(traces), label: (value) => String(value / MB) }, palette);
  };
  return {
    redraw,
    append(at, values) {
      push(at, values);
      redraw(0);
    },
    remove() {
      chart.destroy();
      box.remove();
    },
  };
}

function uplot(seconds: number): Drawer {
  const box = place();
  const data: number[][] = [[], ...colors.map(() => [])];
  const push = (at: number, values: readonly number[]) => {
    data[0]?.push((start + at) / 1_000);
    values.forEach((value, index) => void data[index + 1]?.push(value));
  };
  for (let second = 0; second < seconds; second++) push(second * 1_000, valuesAt(second));
  const series = colors.map((_, index) => ({ stroke: ['blue', 'green', 'orange', 'purple'][index] ?? 'red' }));
  const options = { width, height, legend: { show: false }, cursor: { show: false }, series: [{}, ...series] };
  const chart = new UPlot(options, data, box);
  return {
    redraw(from) {
      chart.setScale('x', { min: (start + from) / 1_000, max: data[0]?.at(-1) ?? 0 });
    },
    append(at, values) {
      push(at, values);
      chart.setData(data);
    },
    remove() {
      chart.destroy();
      box.remove();
    },
  };
}

/** As it is written first, without its animation: that would only put the drawing off. */
function plainChart(seconds: number): Drawer {
  Chart.register(LineController, LineElement, PointElement, LinearScale, CategoryScale);
  const box = place();
  const canvas = document.createElement('canvas');
  box.append(canvas);
  const datasets = colors.map((label) => ({ label, borderColor: 'gray', data: [] as { x: number; y: number }[] }));
  const push = (at: number, values: readonly number[]) =>
    values.forEach((value, index) => void datasets[index]?.data.push({ x: at, y: value }));
  for (let second = 0; second < seconds; second++) push(second * 1_000, valuesAt(second));
  const chart = new Chart(canvas, {
    type: 'line',
    data: { datasets },
    options: { animation: false, maintainAspectRatio: false, scales: { x: { type: 'linear' } } },
  });
  return {
    redraw(from) {
      chart.options.scales = { x: { type: 'linear', min: from } };
      chart.update();
    },
    append(at, values) {
      push(at, values);
      chart.update();
    },
    remove() {
      chart.destroy();
      box.remove();
    },
  };
}

const drawers = { memoryPlus, uplot, plainChart };
export type DrawerName = keyof typeof drawers;

/** Milliseconds of script of each call, until the microtasks that it began are done (uPlot draws in one). */
async function timed(act: () => void): Promise<number> {
  await new Promise((resolve) => requestAnimationFrame(resolve));
  const began = performance.now();
  act();
  await Promise.resolve();
  await Promise.resolve();
  return performance.now() - began;
}

export interface ChartBench {
  /** Costs of `rounds` redraws (or live updates) of each named library with `seconds` of readings, in turns. */
  run(names: readonly DrawerName[], seconds: number, rounds: number, live: boolean): Promise<Record<string, number[]>>;
}

declare global {
  interface Window {
    chartBench: ChartBench;
  }
}

window.chartBench = {
  async run(names, seconds, rounds, live) {
    const made = names.map((name) => ({ name, drawer: drawers[name](seconds), costs: [] as number[] }));
    for (let round = -2; round < rounds; round++) {
      const second = seconds + round + 2;
      for (const { drawer, costs } of made) {
        const cost = await timed(() =>
          live ? drawer.append(second * 1_000, valuesAt(second)) : drawer.redraw((round + 3) * 1_000),
        );
        // The first rounds warm up.
        if (round >= 0) costs.push(cost);
      }
    }
    for (const { drawer } of made) drawer.remove();
    return Object.fromEntries(made.map(({ name, costs }) => [name, costs]));
  },
};
