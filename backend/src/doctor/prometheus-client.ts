import { z } from 'zod';

const timeout = 10_000;
const resultSchema = z.object({
  data: z.object({
    result: z.array(z.object({ metric: z.record(z.string(), z.string()), value: z.tuple([z.number(), z.string()]) })),
  }),
});
const rulesSchema = z.object({
  data: z.object({ groups: z.array(z.object({ rules: z.array(z.object({ name: z.string() })) })) }),
});
const managersSchema = z.object({ data: z.object({ activeAlertmanagers: z.array(z.object({ url: z.string() })) }) });

/** Asks a Prometheus what it has. */
export class PrometheusClient {
  readonly #base: URL;

  constructor(base: URL) {
    this.#base = base;
  }

  /** Present values by instance. */
  async query(expression: string): Promise<{ readonly instance: string; readonly value: number }[]> {
    const { data } = await this.#get(`api/v1/query?query=${encodeURIComponent(expression)}`, resultSchema);
    return data.result.map(({ metric, value }) => ({ instance: metric.instance ?? '', value: Number(value[1]) }));
  }

  async ruleNames(): Promise<string[]> {
    const { data } = await this.#get('api/v1/rules', rulesSchema);
    return data.groups.flatMap(({ rules }) => rules.map(({ name }) => name));
  }

  async alertmanagers(): Promise<number> {
    const { data } = await this.#get('api/v1/alertmanagers', managersSchema);
    return data.activeAlertmanagers.length;
  }

  async #get<S extends z.ZodType>(path: string, schema: S): Promise<z.output<S>> {
    const answer = await fetch(new URL(path, this.#base), { signal: AbortSignal.timeout(timeout) }).catch(() => null);
    const parsed = schema.safeParse(await answer?.json().catch(() => null));
    if (parsed.success) return parsed.data;
    throw new Error(`${this.#base.origin} does not answer as a Prometheus does.`);
  }
}
