import { ProblemError } from '../common/problem.ts';

/** The query `from` of the history: milliseconds since 1970; everything when it is left out. @throws ProblemError 400 */
export function parseFrom(from: unknown): number {
  if (from === undefined) return 0;
  const value = typeof from === 'string' && /^\d{1,15}(\.\d+)?$/.test(from) ? Number(from) : Number.NaN;
  if (Number.isFinite(value)) return value;
  throw new ProblemError(400, {
    detail: 'The query is wrong.',
    errors: [{ field: 'from', message: 'Give milliseconds since 1970-01-01T00:00Z.' }],
  });
}
