import { type HistoryParameters, historyQuerySchema } from '@memory-plus/core/protocol/backend';
import { ProblemError } from '../common/problem.ts';

/** What a client asks of the history. @throws ProblemError 400 that names each wrong parameter */
export function parseHistoryQuery(query: unknown): HistoryParameters {
  const { data, error } = historyQuerySchema.safeParse(query);
  const backwards = data?.from !== undefined && data.to !== undefined && data.from > data.to;
  if (data && !backwards) return data;
  const errors = (error?.issues ?? []).map(({ path, message }) => ({ field: path.map(String).join('.'), message }));
  throw new ProblemError(400, {
    detail: 'The query is wrong.',
    errors: backwards ? [{ field: 'to', message: '`to` lies before `from`.' }] : errors,
  });
}
