import type { VirtualClock } from '../../panel-page/virtual-clock.ts';
import type { Answerer, Call } from './virtual-time.ts';

/** Adds a stream to a backend that answers stats: an event each second of virtual time, until the reader leaves. */
export function withStream(backend: (url: string, init?: RequestInit) => Promise<Response>, clock: () => VirtualClock) {
  const open = new Set<{ end(): void; say(text: string): void }>();
  const stream = ({ url, init }: Call): Response => {
    const encoder = new TextEncoder();
    const statsUrl = url.replace('/stream', '/stats');
    let timer: unknown = null;
    let ended = false;
    let leave = () => {};
    const body = new ReadableStream<Uint8Array>({
      cancel: () => leave(),
      start(controller) {
        const handle = {
          say: (text: string) => controller.enqueue(encoder.encode(text)),
          end: () => finish(() => controller.close()),
        };
        const finish = (how: () => void) => {
          if (ended) return;
          ended = true;
          clock().clearTimer(timer);
          open.delete(handle);
          how();
        };
        leave = () => finish(() => {});
        const tell = async () => {
          const stats = await (await backend(statsUrl)).text();
          if (ended) return;
          handle.say(`event: stats\ndata: ${stats}\n\n`);
          timer = clock().setTimer(() => void tell(), 1_000);
        };
        init.signal?.addEventListener('abort', () =>
          finish(() => controller.error(new DOMException('Aborted', 'AbortError'))),
        );
        open.add(handle);
        void tell();
      },
    });
    return new Response(body, { headers: { 'content-type': 'text/event-stream; charset=utf-8' } });
  };
  const answer: Answerer = async (call) => (call.url.endsWith('/stream') ? stream(call) : backend(call.url, call.init));
  return { answer, open };
}
