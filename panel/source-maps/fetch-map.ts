import type { Milliseconds } from '@memory-plus/core/model';
import type { Environment } from '../store/environment.ts';

/** Longest map that is read, in characters. */
export const maxMapLength = 32_000_000;
const patience: Milliseconds = 10_000;

/**
 * Reads the text of a source map. The page says where it is, and the page is a stranger: only the origin of the script itself is asked,
 * over http or https, without cookies, credentials or a referrer, and never through a redirect. Null for whatever else.
 */
export async function fetchMap(address: string, script: string, environment: Environment): Promise<string | null> {
  const url = sameOrigin(address, script);
  if (!url) return null;
  const end = new AbortController();
  const timer = environment.setTimer(() => end.abort(), patience);
  try {
    const answer = await environment.fetch(url, {
      credentials: 'omit',
      redirect: 'error',
      referrerPolicy: 'no-referrer',
      signal: end.signal,
    });
    return answer.ok && answer.body ? await readText(answer.body) : null;
  } catch {
    return null;
  } finally {
    environment.clearTimer(timer);
  }
}

function sameOrigin(address: string, script: string): string | null {
  if (!URL.canParse(script) || !URL.canParse(address, script)) return null;
  const { origin, protocol } = new URL(script);
  const map = new URL(address, script);
  map.username = map.password = '';
  return (protocol === 'http:' || protocol === 'https:') && map.origin === origin ? map.href : null;
}

/** The whole text, or null where it is longer than a map may be. */
async function readText(body: ReadableStream<Uint8Array>): Promise<string | null> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    text += decoder.decode(value, { stream: true });
    if (text.length > maxMapLength) {
      await reader.cancel();
      return null;
    }
  }
}
