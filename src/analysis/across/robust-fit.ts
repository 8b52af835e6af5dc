import type { Estimate } from '../../model/index.ts';
import { median, studentQuantile, studentTail } from '../statistics.ts';

/** One coefficient of a fit. */
export interface Coefficient extends Estimate {
  /** One-sided chance of one this high if it were zero. */
  readonly chance: number;
  /** Share of the column that no other column explains: near 0 it cannot be told from them. */
  readonly own: number;
  /** What each row adds to the coefficient. */
  readonly parts: readonly number[];
}

/** Residuals beyond so many widths count less (Huber 1964: 95 % efficient where errors are normal). */
const huber = 1.345;
/** Deviation of a normal distribution over its median absolute deviation. */
const normalWidth = 1.4826;
const rounds = 20;

/**
 * Fits `y` by the columns of `rows`, without intercept, so that single wild rows hardly count (Huber's M-estimate), and gives each
 * coefficient a 95 % interval of Student's distribution. Neighbouring errors may belong together: each deviation is the larger one of the
 * usual and of one that allows for that (Newey and West 1987, one lag). Null where there are no more rows than columns.
 */
export function robustFit(rows: readonly (readonly number[])[], y: readonly number[]): Coefficient[] | null {
  const columns = rows[0]?.length ?? 0;
  const freedom = rows.length - columns;
  if (columns === 0 || freedom < 1) return null;
  const inverse = inverted(products(rows, null));
  let weights = rows.map(() => 1);
  let fit = solve(rows, y, weights);
  let width = 0;
  for (let round = 0; round < rounds; round++) {
    const residuals = residualsOf(rows, y, fit);
    width = normalWidth * median(residuals.map(Math.abs));
    if (!(width > 0)) break;
    weights = residuals.map((residual) => Math.min(1, (huber * width) / Math.max(Math.abs(residual), Number.EPSILON)));
    const next = solve(rows, y, weights);
    const moved = next.some((value, i) => Math.abs(value - (fit[i] ?? 0)) > 1e-6 * Math.abs(value));
    fit = next;
    if (!moved) break;
  }
  const bounded = residualsOf(rows, y, fit).map((residual, i) => residual * (weights[i] ?? 1));
  const unbound = weights.filter((weight) => weight === 1).length / rows.length;
  const quantile = studentQuantile(0.975, freedom);
  return fit.map((value, column) => {
    const pull = rows.map((row) => dot(inverse[column] ?? [], row));
    const deviation = deviationOf(pull, bounded, freedom) / Math.max(unbound, 0.5);
    const own = 1 / ((inverse[column]?.[column] ?? 0) * rows.reduce((sum, row) => sum + (row[column] ?? 0) ** 2, 0));
    return {
      value,
      low: value - quantile * deviation,
      high: value + quantile * deviation,
      chance: deviation > 0 ? studentTail(value / deviation, freedom) : Number(value <= 0),
      own,
      parts: rows.map((_, i) => (pull[i] ?? 0) * (y[i] ?? 0)),
    };
  });
}

function deviationOf(pull: readonly number[], errors: readonly number[], freedom: number): number {
  const pulled = pull.map((each, i) => each * (errors[i] ?? 0));
  const usual = (sumOf(errors.map((e) => e * e)) / freedom) * sumOf(pull.map((each) => each * each));
  const alone = sumOf(pulled.map((each) => each * each));
  const neighbours = sumOf(pulled.slice(1).map((each, i) => each * (pulled[i] ?? 0)));
  const joint = (pull.length / freedom) * (alone + neighbours);
  return Math.sqrt(Math.max(usual, joint));
}

function residualsOf(rows: readonly (readonly number[])[], y: readonly number[], fit: readonly number[]): number[] {
  return rows.map((row, i) => (y[i] ?? 0) - dot(row, fit));
}

function solve(rows: readonly (readonly number[])[], y: readonly number[], weights: readonly number[]): number[] {
  const inverse = inverted(products(rows, weights));
  const target = inverse.map((_, column) =>
    sumOf(rows.map((row, i) => (weights[i] ?? 0) * (row[column] ?? 0) * (y[i] ?? 0))),
  );
  return inverse.map((line) => dot(line, target));
}

/** XᵀWX, its diagonal raised by a trifle: columns that cannot be told apart then get an endless interval instead of an error. */
function products(rows: readonly (readonly number[])[], weights: readonly number[] | null): number[][] {
  const columns = rows[0]?.length ?? 0;
  const matrix = Array.from({ length: columns }, () => new Array<number>(columns).fill(0));
  rows.forEach((row, i) => {
    for (let a = 0; a < columns; a++)
      for (let b = 0; b < columns; b++)
        (matrix[a] as number[])[b] = (matrix[a]?.[b] ?? 0) + (weights?.[i] ?? 1) * (row[a] ?? 0) * (row[b] ?? 0);
  });
  matrix.forEach((line, i) => {
    line[i] = Math.max((line[i] ?? 0) * (1 + 1e-9), Number.MIN_VALUE);
  });
  return matrix;
}

/** Gauss and Jordan; the matrices here are positive definite, so no pivot is sought. */
function inverted(matrix: readonly (readonly number[])[]): number[][] {
  const size = matrix.length;
  const work = matrix.map((line, i) => [...line, ...line.map((_, j) => Number(i === j))]);
  for (let pivot = 0; pivot < size; pivot++) {
    const line = work[pivot] as number[];
    const by = line[pivot] as number;
    for (let j = 0; j < line.length; j++) line[j] = (line[j] as number) / by;
    for (let i = 0; i < size; i++) {
      const other = work[i] as number[];
      const factor = other[pivot] as number;
      if (i === pivot || factor === 0) continue;
      for (let j = 0; j < other.length; j++) other[j] = (other[j] as number) - factor * (line[j] as number);
    }
  }
  return work.map((line) => line.slice(size));
}

function dot(a: readonly number[], b: readonly number[]): number {
  return sumOf(a.map((each, i) => each * (b[i] ?? 0)));
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
