import type { Milliseconds } from '@memory-plus/core/model';
import type { Message } from './notifier.ts';

/** What became of one try. `reason` is for the log: it has no address, no key and nothing of the answer in it. */
export type Outcome =
  | { readonly kind: 'sent' }
  | { readonly kind: 'retry'; readonly reason: string; readonly after: Milliseconds }
  | { readonly kind: 'refused'; readonly reason: string };

/** Client errors that pass by themselves. */
const passing: ReadonlySet<number> = new Set([408, 425, 429]);

/** Sends once. Never rejects; follows no redirect, which could lead a secret elsewhere. */
export async function send({ url, headers, body }: Message, signal: AbortSignal): Promise<Outcome> {
  try {
    const response = await fetch(url, { method: 'POST', headers, body, redirect: 'manual', signal });
    // What it says is not needed, and an open answer holds its connection.
    await response.body?.cancel();
    return outcomeOf(response);
  } catch (error) {
    return { kind: 'retry', reason: failureOf(error), after: 0 };
  }
}

function outcomeOf({ ok, status, headers, type }: Response): Outcome {
  if (ok) return { kind: 'sent' };
  const reason = `HTTP ${status}`;
  if (type === 'opaqueredirect' || (status >= 300 && status < 400))
    return { kind: 'refused', reason: `${reason}, a redirect, which is not followed` };
  if (status < 500 && !passing.has(status)) return { kind: 'refused', reason };
  return { kind: 'retry', reason, after: retryAfter(headers.get('retry-after')) };
}

/** In seconds, or as a date; 0 where it says neither. */
function retryAfter(header: string | null): Milliseconds {
  if (header === null) return 0;
  const wait = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return wait > 0 ? wait : 0;
}

/** The code alone: messages of `fetch` may repeat the address. */
function failureOf(error: unknown): string {
  if (error instanceof Error && error.name === 'AbortError') return 'no answer in time';
  const cause = error instanceof Error ? error.cause : undefined;
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : undefined;
  return typeof code === 'string' ? code : 'the connection failed';
}
