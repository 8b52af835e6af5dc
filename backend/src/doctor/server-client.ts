import { apiPrefix } from '@memory-plus/core/protocol/backend';
import type { z } from 'zod';

const timeout = 10_000;
const loopback = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

export interface ServerAnswer {
  readonly status: number;
  readonly text: string;
}

/** Asks the server that is examined. */
export class ServerClient {
  readonly #base: URL;

  /** `base`: http or https, without a path. */
  constructor(base: URL) {
    this.#base = base;
  }

  get origin(): string {
    return this.#base.origin;
  }

  /** Whether a token may be sent there: over https, or not over a network at all. */
  get trusted(): boolean {
    return this.#base.protocol === 'https:' || loopback.test(this.#base.hostname);
  }

  /** @throws Error that says that nobody answers there */
  async get(path: string, token?: string): Promise<ServerAnswer> {
    try {
      const answer = await fetch(new URL(path, this.#base), {
        // A redirect could lead the token somewhere else.
        redirect: 'error',
        signal: AbortSignal.timeout(timeout),
        headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
      });
      return { status: answer.status, text: await answer.text() };
    } catch (error) {
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
      throw new Error(`${this.origin} does not answer (${cause}). Start the server, or name its address with --url.`);
    }
  }

  /** A route of the API, parsed. @throws Error that says what came instead */
  async api<S extends z.ZodType>(route: string, schema: S): Promise<z.output<S>> {
    const { status, text } = await this.get(`${apiPrefix}/${route}`);
    if (status === 403) throw new Error(`${this.origin} refuses this name (403): add its host to ALLOWED_HOSTS.`);
    const { data } = schema.safeParse(json(text));
    if (status === 200 && data !== undefined) return data;
    throw new Error(`GET ${apiPrefix}/${route} answers ${status}, which is not what a Memory+ backend answers.`);
  }

  /** A metric without labels; null when it is not exposed. @throws Error when /metrics is not served */
  async metric(name: string): Promise<number | null> {
    const { status, text } = await this.get('/metrics');
    if (status !== 200) throw new Error(`GET /metrics answers ${status}. The server must be started with metrics.`);
    const value = text.match(new RegExp(`^${name} (\\S+)$`, 'm'))?.[1];
    return value === undefined ? null : Number(value);
  }
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
