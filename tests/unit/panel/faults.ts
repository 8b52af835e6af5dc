import type { VirtualClock } from '../../panel-page/virtual-clock.ts';
import { type Call, untilAborted } from './virtual-time.ts';

/** What may be wrong with an answer. `good` answers as a server without the fault. */
export type Fault = (call: Call, good: () => Promise<Response>, clock: VirtualClock) => Promise<Response>;

const day = 86_400_000;
const isJson = { headers: { 'content-type': 'application/json' } };

const failed: Fault = async () => {
  throw new TypeError('Failed to fetch');
};
const status =
  (code: number, headers: Record<string, string> = {}): Fault =>
  async () =>
    new Response('', { status: code, headers });

/** A byte each second, as long as somebody reads. */
const drip: Fault = async ({ init }, good, clock) => {
  let timer: unknown = null;
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
    start(controller) {
      const fall = () => {
        controller.enqueue(new Uint8Array([32]));
        timer = clock.setTimer(fall, 1_000);
      };
      init.signal?.addEventListener('abort', () => {
        clock.clearTimer(timer);
        controller.error(new DOMException('Aborted', 'AbortError'));
      });
      timer = clock.setTimer(fall, 1_000);
    },
    cancel: () => clock.clearTimer(timer),
  });
  return new Response(body, { headers: await headersOf(good) });
};

/** 200 MB in pieces of 1 MB, and a promise of 12 bytes. */
const huge: Fault = async (_, good) => {
  let left = 200;
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull(controller) {
      if (left-- > 0) controller.enqueue(new Uint8Array(1_000_000).fill(32));
      else controller.close();
    },
  });
  return new Response(body, { headers: { ...(await headersOf(good)), 'content-length': '12' } });
};

const redirect: Fault = async ({ init }) => {
  if (init.redirect === 'error') throw new TypeError('Failed to fetch');
  return { type: 'opaqueredirect', status: 0, headers: new Headers(), body: null } as Response;
};

/** Changes the text of a good answer; event streams are changed in the same way. */
const changed =
  (change: (text: string) => string): Fault =>
  async (_, good) => {
    const answer = await good();
    const type = answer.headers.get('content-type') ?? '';
    if (!/event-stream/.test(type) || !answer.body) return new Response(change(await answer.text()), answer);
    const transform = new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        controller.enqueue(new TextEncoder().encode(change(new TextDecoder().decode(chunk))));
      },
    });
    return new Response(answer.body.pipeThrough(transform), { headers: answer.headers });
  };

const skew = (by: number) =>
  changed((text) =>
    text.replaceAll(/"(at|serverTime|startedAt)":([\d.]+)/g, (_, key, value) => `"${key}":${Number(value) + by}`),
  );

/** Each fault, and whether an answer of that kind is no good one. */
export const faults: readonly (readonly [name: string, fault: Fault, bad: boolean])[] = [
  // To a page of the browser these are one: it is not told why.
  ['down, refused or TLS error', failed, true],
  ['hang', untilAborted, true],
  ['slow drip', drip, true],
  ['200 MB body', huge, true],
  ['500', status(500), true],
  ['401', status(401), true],
  ['403', status(403), true],
  ['429', status(429, { 'retry-after': '30' }), true],
  ['redirect', redirect, true],
  [
    'HTML',
    async () => new Response('<html><title>Log in</title><b>NaN</b>', { headers: { 'content-type': 'text/html' } }),
    true,
  ],
  ['half JSON', changed((text) => text.slice(0, text.length / 2)), true],
  ['wrong schema', async () => new Response('{"schema":"memory-plus/backend@99","status":"error"}', isJson), true],
  ['NaN', changed((text) => text.replaceAll(/:\d[\d.]*/g, ':NaN').replaceAll(/,"\d[\d.]*"/g, ',"NaN"')), true],
  ['infinite', changed((text) => text.replaceAll(/("(?:rss|at|before|pause)"):[\d.]+/g, '$1:1e999')), false],
  ['restart', changed((text) => text.replace(/"bootId":"[^"]*"/, '"bootId":"another"')), false],
  ['clock + 1 day', skew(day), false],
  ['clock − 1 day', skew(-day), false],
];

async function headersOf(good: () => Promise<Response>): Promise<Record<string, string>> {
  const answer = await good();
  answer.body?.cancel().catch(() => {});
  const type = answer.headers.get('content-type');
  return type === null ? {} : { 'content-type': type };
}
