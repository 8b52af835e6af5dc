/**
 * What every bench prints: a table for people, or one JSON object a line for machines.
 *
 * @typedef {{ name: string, value: number, unit: string, target: string, holds: boolean }} Figure
 */

/** @param {Figure[]} figures @param {string[]} [args] */
export function report(figures, args = process.argv.slice(2)) {
  if (args.includes('--json')) {
    for (const { name, value, unit, target, holds } of figures)
      console.log(JSON.stringify({ name, value, unit, target, holds }));
    return;
  }
  console.table(
    Object.fromEntries(
      figures.map(({ name, value, unit, target, holds }) => [
        name,
        { value: Number(value.toPrecision(4)), unit, target, holds },
      ]),
    ),
  );
}

/** @param {number[]} values */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? Number.NaN)
    : ((sorted[middle - 1] ?? Number.NaN) + (sorted[middle] ?? Number.NaN)) / 2;
}
