import type { EpochMs, Milliseconds } from '@memory-plus/core/model';
import type { PrometheusAnswer } from '@memory-plus/core/protocol/backend';
import { en } from '../strings/en.ts';
import { type Parse, sayIssue } from './ask.ts';
import { parseJson } from './request.ts';
import { schemas } from './schemas.ts';

const prefix = 'memory_plus_';

/** What is read of each instance, by the name of its metric. */
export const metrics = {
  heap_used_bytes: 'used',
  heap_size_bytes: 'total',
  heap_limit_bytes: 'limit',
  heap_floor_bytes: 'floor',
  collections_total: 'collections',
  resident_memory_bytes: 'rss',
  external_memory_bytes: 'external',
  array_buffers_bytes: 'arrayBuffers',
  start_time_seconds: 'startedAt',
} as const;
export type Figure = (typeof metrics)[keyof typeof metrics];

/** What one instance told at one moment; a figure that is missing or no number is absent. */
export type Reading = { readonly at: EpochMs } & { readonly [F in Figure]?: number };

export const countsByJob = `count by (job) (${prefix}heap_used_bytes)`;

/** The `most` largest instances of a job. */
export function largest(job: string, most: number): string {
  return `topk(${most}, ${prefix}heap_used_bytes{job=${quoted(job)}})`;
}

/** All figures of a job's instances at once; of `only` these where there are too many. */
export function figuresOf(job: string, only: readonly string[] | null): string {
  const names = Object.keys(metrics).join('|');
  const some = only === null ? '' : `,instance=~${quoted(only.map(escapeExpression).join('|'))}`;
  return `{__name__=~"${prefix}(${names})",job=${quoted(job)},kind!="minor"${some}}`;
}

/** A URL of the HTTP API. */
export function queryUrl(base: string, query: string, range?: { from: EpochMs; to: EpochMs; step: Milliseconds }) {
  const parameters = new URLSearchParams({ query });
  if (!range) return `${base}/api/v1/query?${parameters}`;
  parameters.set('start', String(range.from / 1000));
  parameters.set('end', String(range.to / 1000));
  parameters.set('step', String(range.step / 1000));
  return `${base}/api/v1/query_range?${parameters}`;
}

/** Reads what the HTTP API answers. */
export const prometheusAnswer: Parse<PrometheusAnswer['data']> = (text) => {
  const value = parseJson(text);
  if (value === undefined) return { ok: false, detail: en.pairing.notJson };
  const result = schemas().prometheusSchema.safeParse(value);
  if (result.success) return { ok: true, value: result.data.data };
  return { ok: false, detail: en.pairing.notPrometheus(sayIssue(result.error.issues)) };
};

/** The value of a label for each series of a vector, with its number. */
export function byLabel(data: PrometheusAnswer['data'], label: string): (readonly [string, number])[] {
  if (data.resultType !== 'vector') return [];
  return data.result.flatMap(({ metric, value: [, text] }) => {
    const [name, number] = [metric[label], Number(text)];
    return name !== undefined && Number.isFinite(number) ? [[name, number] as const] : [];
  });
}

/** Readings of each instance, in the order of time. */
export function readingsByInstance(data: PrometheusAnswer['data']): ReadonlyMap<string, readonly Reading[]> {
  const instances = new Map<string, Map<EpochMs, Record<string, number>>>();
  if (data.resultType !== 'matrix') return new Map();
  for (const { metric, values } of data.result) {
    const figure = metrics[(metric.__name__ ?? '').slice(prefix.length) as keyof typeof metrics];
    const { instance } = metric;
    if (!figure || instance === undefined) continue;
    const moments = instances.get(instance) ?? new Map<EpochMs, Record<string, number>>();
    instances.set(instance, moments);
    for (const [seconds, text] of values) {
      const [at, number] = [seconds * 1000, Number(text)];
      if (!Number.isFinite(number) || number < 0 || at < 0) continue;
      const reading = moments.get(at) ?? {};
      reading[figure] = number;
      moments.set(at, reading);
    }
  }
  return new Map(
    [...instances].map(([instance, moments]) => [
      instance,
      [...moments].sort(([a], [b]) => a - b).map(([at, figures]) => ({ at, ...figures })),
    ]),
  );
}

/** As a string of the query language. */
function quoted(text: string): string {
  return `"${text.replaceAll(/["\\]/g, '\\$&').replaceAll('\n', '\\n')}"`;
}

function escapeExpression(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
