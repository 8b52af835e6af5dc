import type { EpochMs, Milliseconds } from '@memory-plus/core/model';
import { backendSchema } from '@memory-plus/core/protocol/backend';
import { en } from '../strings/en.ts';
import { formatFileSize, formatSeconds } from '../strings/format.ts';
import { parseRetryAfter } from './back-off.ts';
import {
  deadline,
  describeForeign,
  maxAnswerBytes,
  type Network,
  parseJson,
  readText,
  reasonOf,
  requestOptions,
  requestTimeout,
} from './request.ts';
import { fetchSchemas, type Schemas, schemas } from './schemas.ts';

const text = en.pairing;

/** Why there is no usable answer. */
export type Failure = {
  readonly status: 'unreachable' | 'not-a-backend' | 'unauthorised' | 'slow' | 'redirected' | 'server-error';
  /** What came instead, for a person; short, and never markup. */
  readonly detail: string;
  readonly retryAfter: Milliseconds | null;
  /** Of the HTTP answer; null where none came. */
  readonly http: number | null;
};

export type Answer<T> =
  | { readonly ok: true; readonly value: T; readonly sentAt: EpochMs; readonly receivedAt: EpochMs }
  | ({ readonly ok: false } & Failure);

/** Turns the text of an answer into what was asked for, or says what came instead. */
export type Parse<T> = (
  body: string,
) => { readonly ok: true; readonly value: T } | { readonly ok: false; readonly detail: string };

export interface Question<T> {
  readonly url: string;
  /** Sent in the Authorization header, nowhere else. The caller has checked that it may go to this origin. */
  readonly token: string | null;
  readonly parse: Parse<T>;
  /** Ends the question early. */
  readonly signal?: AbortSignal;
}

/** What is used of a zod schema. */
export interface Schema<T> {
  safeParse(
    value: unknown,
  ):
    | { readonly success: true; readonly data: T }
    | { readonly success: false; readonly error: { readonly issues: readonly Issue[] } };
}
/** What a schema says of what does not fit. */
export interface Issue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** Asks a server once. Never throws; a body that is too slow, too large or not what was expected is a failure like any other. */
export async function ask<T>({ url, token, parse, signal }: Question<T>, network: Network): Promise<Answer<T>> {
  const limit = deadline(network, requestTimeout, signal);
  const sentAt = network.now();
  try {
    const response = await network.fetch(url, requestOptions({ token, signal: limit.signal }));
    const receivedAt = network.now();
    const refused = await refusal(response, receivedAt);
    if (refused) return { ok: false, ...refused };
    const [body] = await Promise.all([readText(response), fetchSchemas()]);
    if (body === null) return failed('not-a-backend', text.tooLarge(formatFileSize(maxAnswerBytes)));
    const parsed = parse(body);
    return parsed.ok ? { ok: true, value: parsed.value, sentAt, receivedAt } : failed('not-a-backend', parsed.detail);
  } catch {
    return limit.timedOut()
      ? failed('slow', text.noAnswer(formatSeconds(requestTimeout)))
      : failed('unreachable', text.noConnection);
  } finally {
    limit.cancel();
  }
}

/** Whether `url` answers with a redirect. `ask` refuses to follow one, and the browser then does not tell it from a broken connection. */
export async function redirects(url: string, network: Network): Promise<boolean> {
  const limit = deadline(network, requestTimeout);
  try {
    const options = requestOptions({ token: null, signal: limit.signal, redirect: 'manual' });
    return (await network.fetch(url, options)).type === 'opaqueredirect';
  } catch {
    return false;
  } finally {
    limit.cancel();
  }
}

async function refusal(response: Response, now: EpochMs): Promise<Failure | null> {
  const { status: http } = response;
  const retryAfter = parseRetryAfter(response.headers.get('retry-after'), now);
  const said = (status: Failure['status'], detail: string): Failure => ({ status, detail, retryAfter, http });
  if (http !== 200) {
    const reason = await reasonOf(response);
    const detail = `HTTP ${http}${reason === '' ? '' : `, ${reason}`}`;
    if (http === 401 || http === 403) return said('unauthorised', detail);
    if (http === 429) return said('slow', reason === '' ? text.tooMany : detail);
    if (http >= 500) return said('server-error', detail);
    return said('not-a-backend', http === 404 && reason === '' ? text.nothingThere : detail);
  }
  const type = response.headers.get('content-type') ?? '';
  return /[/+]json\b/i.test(type) ? null : said('not-a-backend', await describeForeign(response));
}

/** One of the schemas. */
export type SchemaPick<T> = (schemas: Schemas) => Schema<T>;

/** Reads an answer of the backend's API: JSON that names the API and fits the schema. */
export function answerOf<T>(pick: SchemaPick<T>): Parse<T> {
  return (body) => {
    const value = parseJson(body);
    if (value === undefined) return { ok: false, detail: text.notJson };
    const named = typeof value === 'object' && value !== null ? (value as { schema?: unknown }).schema : undefined;
    if (named !== backendSchema) return { ok: false, detail: text.instead(describe(value), backendSchema) };
    const result = pick(schemas()).safeParse(value);
    return result.success ? { ok: true, value: result.data } : { ok: false, detail: sayIssue(result.error.issues) };
  };
}

/** The first thing that does not fit, with its place. */
export function sayIssue(issues: readonly Issue[]): string {
  const [issue] = issues;
  const reason = issue?.message ?? text.damaged;
  const said = /NaN|Infinity/.test(reason) ? text.noNumber : reason;
  return `${issue?.path.map(String).join('.') || text.wholeAnswer}: ${said}`.slice(0, 200);
}

/** Foreign JSON, by its schema or its first fields. */
function describe(value: unknown): string {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return text.noSchema;
  const { schema } = value as { schema?: unknown };
  if (typeof schema === 'string') return text.schema(schema.slice(0, 60));
  const fields = Object.keys(value).slice(0, 4).join(', ').slice(0, 80);
  return fields === '' ? text.noSchema : text.fields(fields);
}

function failed(status: Failure['status'], detail: string): { readonly ok: false } & Failure {
  return { ok: false, status, detail, retryAfter: null, http: null };
}
