import { z } from 'zod';

const labels = z.record(z.string().max(200), z.string().max(1000));
/** Seconds since 1970, and a number as text: `NaN` and `+Inf` are among them. */
const sample = z.tuple([z.number(), z.string().max(60)]);

/** What the HTTP API of Prometheus answers to a query, as far as it is used. */
export const prometheusSchema = z.object({
  status: z.literal('success'),
  data: z.discriminatedUnion('resultType', [
    z.object({
      resultType: z.literal('vector'),
      result: z.array(z.object({ metric: labels, value: sample })).max(20_000),
    }),
    z.object({
      resultType: z.literal('matrix'),
      result: z.array(z.object({ metric: labels, values: z.array(sample).max(11_000) })).max(20_000),
    }),
  ]),
});

export type PrometheusAnswer = z.infer<typeof prometheusSchema>;
