import type { EpochMs, Milliseconds } from '@memory-plus/core/model';
import { en } from '../strings/en.ts';
import { formatSeconds } from '../strings/format.ts';
import { answerOf, type SchemaPick } from './ask.ts';
import { parseRetryAfter } from './back-off.ts';
import { deadline, type Network, readText, reasonOf, requestOptions } from './request.ts';
import { fetchSchemas } from './schemas.ts';

const text = en.pairing;

/** What came of a request that changes something on the server. */
export type Sent<T> =
  | { readonly state: 'done'; readonly value: T; readonly at: EpochMs }
  /** The server says that it did nothing, and why. `retryAt`: when it may be asked again, where it says so. */
  | {
      readonly state: 'refused';
      readonly status: number;
      readonly detail: string;
      readonly retryAt: EpochMs | null;
      readonly at: EpochMs;
    }
  /** Nobody knows whether it was done: the answer was lost, or is none. */
  | { readonly state: 'unknown'; readonly detail: string; readonly at: EpochMs };

export interface Command<T> {
  readonly url: string;
  readonly token: string | null;
  readonly body: object;
  readonly schema: SchemaPick<T>;
  /** How long an answer may take. */
  readonly patience: Milliseconds;
}

/** Sends a command once and never again: only a person may decide to repeat it. Never throws. */
export async function send<T>(command: Command<T>, network: Network): Promise<Sent<T>> {
  const { url, token, schema, patience } = command;
  const limit = deadline(network, patience);
  const unknown = (detail: string): Sent<T> => ({ state: 'unknown', detail, at: network.now() });
  try {
    const response = await network.fetch(url, requestOptions({ token, body: command.body, signal: limit.signal }));
    if (response.status !== 200) return await refusalOf(response, network.now());
    const [body] = await Promise.all([readText(response), fetchSchemas()]);
    const parsed = answerOf(schema)(body ?? '');
    return parsed.ok
      ? { state: 'done', value: parsed.value, at: network.now() }
      : unknown(text.answeredWith(body === null ? text.tooMuch : parsed.detail));
  } catch {
    return unknown(limit.timedOut() ? text.noAnswerYet(formatSeconds(patience)) : text.lost);
  } finally {
    limit.cancel();
  }
}

/** Statuses after which nothing is known: the server failed on the way, or a proxy lost it. */
const uncertain = new Set([500, 502, 504]);

async function refusalOf(response: Response, at: EpochMs): Promise<Sent<never>> {
  const { status } = response;
  const detail = await reasonOf(response);
  if (uncertain.has(status) || status < 400) {
    return { state: 'unknown', detail: `HTTP ${status}${detail === '' ? '.' : `: ${detail}`}`, at };
  }
  const wait = parseRetryAfter(response.headers.get('retry-after'), at);
  return { state: 'refused', status, detail, retryAt: wait === null ? null : at + wait, at };
}
