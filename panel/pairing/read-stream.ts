import type { EpochMs, Milliseconds } from '@memory-plus/core/model';
import { parseRetryAfter } from './back-off.ts';
import { EventParser, type ServerEvent } from './event-parser.ts';
import { deadline, type Network, requestOptions } from './request.ts';

/** The server sends each second; a stream without an event for this long is dead, even if bytes drip. */
export const longestSilence: Milliseconds = 10_000;

/** Why a stream ended. `not-offered`: asking again is in vain while this process lives. */
export interface StreamEnd {
  readonly reason: 'not-offered' | 'refused' | 'lost' | 'silent' | 'damaged' | 'closed';
  readonly retryAfter: Milliseconds | null;
}

export interface StreamQuestion {
  readonly url: string;
  readonly token: string | null;
  readonly signal: AbortSignal;
  /** Takes an event; false where it makes no sense, which ends the stream. */
  readonly take: (event: ServerEvent, receivedAt: EpochMs) => boolean;
}

/** Reads server-sent events until the stream ends, for whatever reason. Never throws. */
export async function readStream(question: StreamQuestion, network: Network): Promise<StreamEnd> {
  const { url, token, signal } = question;
  const silence = deadline(network, longestSilence, signal);
  try {
    const options = requestOptions({ token, signal: silence.signal, accept: 'text/event-stream' });
    const response = await network.fetch(url, options);
    const refused = refusal(response, network.now());
    if (refused) return refused;
    return await readEvents(response, question, network, silence.extend);
  } catch {
    return ended(signal.aborted ? 'closed' : silence.timedOut() ? 'silent' : 'lost');
  } finally {
    silence.cancel();
  }
}

function refusal(response: Response, now: EpochMs): StreamEnd | null {
  const { status } = response;
  const isStream = /^text\/event-stream\b/i.test(response.headers.get('content-type') ?? '');
  if (status === 200 && isStream && response.body) return null;
  const retryAfter = parseRetryAfter(response.headers.get('retry-after'), now);
  return { reason: status === 404 || status === 405 || status === 406 ? 'not-offered' : 'refused', retryAfter };
}

async function readEvents(
  response: Response,
  { take }: StreamQuestion,
  network: Network,
  heard: () => void,
): Promise<StreamEnd> {
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  const decoder = new TextDecoder();
  const parser = new EventParser();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return ended('lost');
    const events = parser.push(decoder.decode(value, { stream: true }));
    if (!events?.every((event) => take(event, network.now()))) {
      reader.cancel().catch(() => {});
      return ended('damaged');
    }
    if (events.length > 0) heard();
  }
}

function ended(reason: StreamEnd['reason']): StreamEnd {
  return { reason, retryAfter: null };
}
