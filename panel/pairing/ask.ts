import type { EpochMs, Milliseconds } from '@memory-plus/core/model';
import { backendSchema } from '@memory-plus/core/protocol/backend';
import type { Environment } from '../store/environment.ts';
import { parseRetryAfter } from './back-off.ts';

export const requestTimeout: Milliseconds = 5_000;
export const maxAnswerBytes = 5_000_000;

/** Why there is no usable answer. */
export type Failure = {
  readonly status: 'unreachable' | 'not-a-backend' | 'unauthorised' | 'slow' | 'redirected' | 'server-error';
  /** What came instead, for a person; short, and never markup. */
  readonly detail: string;
  readonly retryAfter: Milliseconds | null;
};

export type Answer<T> =
  | { readonly ok: true; readonly value: T; readonly sentAt: EpochMs; readonly receivedAt: EpochMs }
  | ({ readonly ok: false } & Failure);

export interface Question<T> {
  readonly url: string;
  /** Sent in the Authorization header, nowhere else. The caller has checked that it may go to this origin. */
  readonly token: string | null;
  readonly schema: Schema<T>;
}

/** What is used of a zod schema. */
export interface Schema<T> {
  safeParse(
    value: unknown,
  ):
    | { readonly success: true; readonly data: T }
    | { readonly success: false; readonly error: { readonly issues: readonly Issue[] } };
}
interface Issue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

type Network = Pick<Environment, 'fetch' | 'now' | 'setTimer' | 'clearTimer'>;

/** Asks a backend once. Never throws; a body that is too slow, too large or not what was expected is a failure like any other. */
export async function ask<T>({ url, token, schema }: Question<T>, network: Network): Promise<Answer<T>> {
  const abort = new AbortController();
  let timedOut = false;
  const timer = network.setTimer(() => {
    timedOut = true;
    abort.abort();
  }, requestTimeout);
  const sentAt = network.now();
  try {
    const response = await network.fetch(url, requestOptions(token, abort.signal, 'error'));
    const receivedAt = network.now();
    const refused = refusal(response, receivedAt);
    if (refused) return { ok: false, ...refused };
    const text = await readText(response);
    if (text === null) return failed('not-a-backend', `an answer of more than ${maxAnswerBytes / 1e6} MB`);
    const parsed = parse(text, schema);
    return parsed.ok ? { ok: true, value: parsed.value, sentAt, receivedAt } : failed('not-a-backend', parsed.detail);
  } catch {
    return timedOut
      ? failed('slow', `no answer within ${requestTimeout / 1000} s`)
      : failed('unreachable', 'no connection');
  } finally {
    network.clearTimer(timer);
    abort.abort();
  }
}

/** Whether `url` answers with a redirect. `ask` refuses to follow one, and the browser then does not tell it from a broken connection. */
export async function redirects(url: string, network: Network): Promise<boolean> {
  const abort = new AbortController();
  const timer = network.setTimer(() => abort.abort(), requestTimeout);
  try {
    return (await network.fetch(url, requestOptions(null, abort.signal, 'manual'))).type === 'opaqueredirect';
  } catch {
    return false;
  } finally {
    network.clearTimer(timer);
    abort.abort();
  }
}

function requestOptions(token: string | null, signal: AbortSignal, redirect: 'error' | 'manual'): RequestInit {
  return {
    method: 'GET',
    headers: { Accept: 'application/json', ...(token === null ? {} : { Authorization: `Bearer ${token}` }) },
    redirect,
    credentials: 'omit',
    cache: 'no-store',
    referrerPolicy: 'no-referrer',
    signal,
  };
}

function refusal(response: Response, now: EpochMs): Failure | null {
  const retryAfter = parseRetryAfter(response.headers.get('retry-after'), now);
  const said = (status: Failure['status'], detail: string): Failure => ({ status, detail, retryAfter });
  const { status } = response;
  if (status === 401 || status === 403) return said('unauthorised', `HTTP ${status}`);
  if (status === 429) return said('slow', 'HTTP 429, too many requests');
  if (status >= 500) return said('server-error', `HTTP ${status}`);
  if (status !== 200) return said('not-a-backend', `HTTP ${status}`);
  const type = response.headers.get('content-type') ?? '';
  return /[/+]json\b/i.test(type) ? null : said('not-a-backend', type.slice(0, 60) || 'no content type');
}

/** The body as text, or null as soon as it is too long, whatever its headers promise. */
async function readText(response: Response): Promise<string | null> {
  if (!response.body) return '';
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    bytes += value.byteLength;
    if (bytes > maxAnswerBytes) {
      reader.cancel().catch(() => {});
      return null;
    }
    text += decoder.decode(value, { stream: true });
  }
}

function parse<T>(text: string, schema: Schema<T>): { ok: true; value: T } | { ok: false; detail: string } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { ok: false, detail: 'text that is not JSON' };
  }
  const named = typeof value === 'object' && value !== null ? (value as { schema?: unknown }).schema : undefined;
  if (named !== backendSchema) {
    const came = typeof named === 'string' ? `schema “${named.slice(0, 60)}”` : 'JSON without a schema';
    return { ok: false, detail: `${came} where ${backendSchema} belongs` };
  }
  const result = schema.safeParse(value);
  if (result.success) return { ok: true, value: result.data };
  const issue = result.error.issues[0];
  return {
    ok: false,
    detail: `${issue?.path.map(String).join('.') || 'the answer'}: ${issue?.message ?? 'damaged'}`.slice(0, 200),
  };
}

function failed(status: Failure['status'], detail: string): { readonly ok: false } & Failure {
  return { ok: false, status, detail, retryAfter: null };
}
