/** Objects of all labels together. */
export function sumOf(rows: Iterable<{ readonly count: number }>): number {
  let sum = 0;
  for (const { count } of rows) sum += count;
  return sum;
}
