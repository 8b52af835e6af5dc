import type { ServerTimingMetric } from '../../../src/protocol/index.ts';

/** Takes a `Server-Timing` header apart as a browser does. */
export function metricsOf(header: unknown): ServerTimingMetric[] {
  const metrics = String(header ?? '').matchAll(/(\w+)((?:;(?:dur=[\d.]+|desc="[^"]*"))*)/g);
  return [...metrics].map(([, name = '', rest = '']) => ({
    name,
    duration: Number(/dur=([\d.]+)/.exec(rest)?.[1] ?? 0),
    description: /desc="([^"]*)"/.exec(rest)?.[1] ?? '',
  }));
}
