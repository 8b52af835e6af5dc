import { metrics } from '../../panel/pairing/prometheus.ts';

const MB = 1024 * 1024;
const period = 90;

/** A Prometheus server that scrapes `count` instances of the job `api`; the third of them leaks, the fifth is far larger. */
export function fakePrometheus(now: () => number, count: number): (url: string) => Promise<Response> {
  return async (url) => {
    const { pathname, searchParams: asked } = new URL(url);
    const query = asked.get('query') ?? '';
    const seconds = now() / 1000;
    if (pathname.endsWith('/query')) {
      const result = query.startsWith('count')
        ? [{ metric: { job: 'api' }, value: [seconds, String(count)] }]
        : instances(Math.min(100, count)).map((instance) => ({
            metric: { job: 'api', instance },
            value: [seconds, '1'],
          }));
      return success({ resultType: 'vector', result });
    }
    const [from, to, step] = ['start', 'end', 'step'].map((name) => Number(asked.get(name))) as [
      number,
      number,
      number,
    ];
    const times = Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, index) => from + index * step);
    const result = instances(Math.min(100, count)).flatMap((instance, index) =>
      Object.keys(metrics).map((name) => ({
        metric: { __name__: `memory_plus_${name}`, job: 'api', instance },
        values: times.map((at) => [at, String(figure(name, index, at))]),
      })),
    );
    return success({ resultType: 'matrix', result });
  };
}

const instances = (count: number) => Array.from({ length: count }, (_, index) => `10.0.0.${index + 1}:3000`);

/** The figures of an instance whose heap is a sawtooth over its floor. */
function figure(name: string, index: number, at: number): number {
  const collections = Math.floor((at + index * 7) / period);
  const leaked = index === 2 ? ((at % 36_000) / 60) * 1.1 : 0;
  const floor = (index === 4 ? 620 : 120) + leaked + Math.sin(collections * 1.7 + index);
  const used = floor + (((at + index * 7) % period) / period) * 34;
  switch (name) {
    case 'heap_used_bytes':
      return used * MB;
    case 'heap_size_bytes':
      return (used + 40) * MB;
    case 'heap_limit_bytes':
      return 2048 * MB;
    case 'heap_floor_bytes':
      return floor * MB;
    case 'resident_memory_bytes':
      return (used + 90) * MB;
    case 'collections_total':
      return collections;
    case 'start_time_seconds':
      return 1_772_000_000 + index;
    default:
      return 6 * MB;
  }
}

function success(data: object): Response {
  return new Response(JSON.stringify({ status: 'success', data }), { headers: { 'content-type': 'application/json' } });
}
