import type { Milliseconds } from '@memory-plus/core/model';
import type { Environment } from '../store/environment.ts';
import { en } from '../strings/en.ts';
import { fetchSchemas } from './schemas.ts';

export const requestTimeout: Milliseconds = 5_000;
export const maxAnswerBytes = 5_000_000;
/** Enough for what a refusal says, and for the head of a web page. */
const maxReasonBytes = 16_384;

/** What of the environment a request needs. */
export type Network = Pick<Environment, 'fetch' | 'now' | 'setTimer' | 'clearTimer'>;

export interface RequestSettings {
  /** Sent in the Authorization header, nowhere else. The caller has checked that it may go to this origin. */
  readonly token: string | null;
  readonly signal: AbortSignal;
  readonly accept?: string;
  readonly redirect?: 'error' | 'manual';
  /** Makes it a POST. */
  readonly body?: object;
}

/** The one place that says how requests leave the panel: no cookies, no cache, no referrer, no redirect followed. */
export function requestOptions(settings: RequestSettings): RequestInit {
  const { token, signal, accept = 'application/json', redirect = 'error', body } = settings;
  return {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      Accept: accept,
      ...(token === null ? {} : { Authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    redirect,
    credentials: 'omit',
    cache: 'no-store',
    referrerPolicy: 'no-referrer',
    signal,
  };
}

/** Ends what hangs on `signal` after `duration`, or when `outer` ends. `cancel` belongs into a `finally`. */
export function deadline(network: Network, duration: Milliseconds, outer?: AbortSignal) {
  const abort = new AbortController();
  let timedOut = false;
  const expire = () => {
    timedOut = true;
    abort.abort();
  };
  const end = () => abort.abort();
  let timer = network.setTimer(expire, duration);
  if (outer?.aborted) end();
  outer?.addEventListener('abort', end);
  return {
    signal: abort.signal,
    timedOut: () => timedOut,
    /** Begins the time anew. */
    extend() {
      network.clearTimer(timer);
      timer = network.setTimer(expire, duration);
    },
    cancel() {
      network.clearTimer(timer);
      outer?.removeEventListener('abort', end);
      abort.abort();
    },
  };
}

/** The body as text, or null as soon as it is too long, whatever its headers promise. */
export async function readText(response: Response, most = maxAnswerBytes): Promise<string | null> {
  if (!response.body) return '';
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    bytes += value.byteLength;
    if (bytes > most) {
      reader.cancel().catch(() => {});
      return null;
    }
    text += decoder.decode(value, { stream: true });
  }
}

/** What a refusal says of its reason (RFC 9457), in a few words; empty where it says nothing. */
export async function reasonOf(response: Response): Promise<string> {
  if (!/[/+]json\b/i.test(response.headers.get('content-type') ?? '')) return '';
  const text = await readText(response, maxReasonBytes);
  const { problemSchema } = await fetchSchemas();
  const problem = problemSchema.safeParse(text === null ? null : parseJson(text));
  return problem.success ? (problem.data.detail ?? problem.data.title).slice(0, 300) : '';
}

/** Undefined where `text` is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Names what came where JSON was expected: by its title, if it is a web page. */
export async function describeForeign(response: Response): Promise<string> {
  const type = (response.headers.get('content-type') ?? '').slice(0, 60);
  if (!/\bhtml\b/i.test(type)) return type === '' ? en.pairing.noType : en.pairing.type(type);
  const head = (await readText(response, maxReasonBytes)) ?? '';
  const title = /<title[^>]*>([^<]{1,80})/i.exec(head)?.[1]?.trim();
  return title ? en.pairing.webPageTitled(title) : en.pairing.webPage;
}
