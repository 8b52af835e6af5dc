import {
  type Alert,
  backendSchema,
  type Health,
  type HeapStatistics,
  type History,
  type Leaks,
  type ProcessInfo,
  type Snapshots,
  type Stats,
} from '@memory-plus/core/protocol/backend';

const MB = 1024 * 1024;
const period = 90_000;

export interface FakeBackendOptions {
  readonly bootId?: string;
  /** Heap after a collection, in MB. */
  readonly floor?: number;
  /** Floor that is added in each minute, in MB. */
  readonly leak?: number;
  /** What is answered to an action in place of the result. */
  readonly refuse?: (path: string) => Response | null;
}

/** A server whose heap is a sawtooth: a major collection each 90 s. Its clock is 3 ms ahead. */
export function fakeBackend(
  now: () => number,
  options: FakeBackendOptions = {},
): (url: string, init?: RequestInit) => Promise<Response> {
  const { bootId = 'boot-1', refuse = () => null } = options;
  const process = new FakeProcess(now, options);
  const head = () => ({ schema: backendSchema, bootId, serverTime: now() + 3 });
  const gets: Readonly<Record<string, () => object>> = {
    stats: () => process.stats(),
    health: () => process.health(),
    history: () => process.history(),
    leaks: () => process.leaks(),
    'heap-statistics': () => process.heapStatistics(),
    'process-info': () => process.processInfo(),
    'leaks/snapshots': () => process.snapshots(),
  };
  const posts: Readonly<Record<string, () => object>> = {
    gc: () => ({ before: 214 * MB, after: 181 * MB, freed: 33 * MB, duration: 41 }),
    'leaks/check': () => ({ verdict: process.leaks().verdict, report: null }),
    'leaks/configure': () => ({ settings: process.leaks().settings }),
    'leaks/clear-history': () => ({ reports: 1, alerts: 2 }),
    'leaks/snapshot': () => process.taken(),
  };
  return async (url, init = {}) => {
    const path = new URL(url).pathname.replace('/api/monitoring/memory/', '');
    const answer = (init.method === 'POST' ? posts : gets)[path]?.();
    const refused = init.method === 'POST' ? refuse(path) : null;
    if (refused) return refused;
    return answer
      ? new Response(JSON.stringify({ ...head(), ...answer }), { headers: { 'content-type': 'application/json' } })
      : new Response('not found', { status: 404 });
  };
}

/** A refusal as the real server words it. */
export function problem(status: number, detail: string, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify({ type: 'about:blank', title: 'Refused', status, detail }), {
    status,
    headers: { 'content-type': 'application/problem+json', ...headers },
  });
}

type Body<T> = Omit<T, 'schema' | 'bootId' | 'serverTime'>;

class FakeProcess {
  readonly #now: () => number;
  readonly #started: number;
  readonly #floor: number;
  readonly #leak: number;

  constructor(now: () => number, { floor = 180, leak = 0 }: FakeBackendOptions) {
    this.#now = now;
    this.#started = now();
    this.#floor = floor;
    this.#leak = leak;
  }

  stats(): Body<Stats> {
    const elapsed = this.#elapsed;
    const collections = Math.floor(elapsed / period);
    return {
      at: this.#now() + 3,
      uptime: elapsed + 3_600_000,
      heap: { used: this.#used, total: 260 * MB, limit: 4096 * MB },
      rss: (402 + 6 * Math.sin(elapsed / 40_000)) * MB,
      external: 12 * MB,
      arrayBuffers: 4 * MB,
      container: { limit: 1024 * MB },
      eventLoop: { window: 2_000, mean: 1.2, p99: 4 + 3 * Math.sin(elapsed / 9_000) ** 8, max: 12, utilization: 0.12 },
      collections: {
        major: collections,
        minor: collections * 12,
        pause: collections * 9,
        last: collections === 0 ? null : this.#collection(collections),
      },
      services: [
        service('ReportCache', { entries: 4_310, maxEntries: 5_000, bytes: 61 * MB, maxBytes: 64 * MB, hits: 9_120 }),
        service('SessionPool', { entries: 12, maxEntries: 40, bytes: null, maxBytes: null, hits: null }),
      ],
    };
  }

  health(): Body<Health> {
    return {
      status: this.#leak > 0 ? 'warning' : 'ok',
      reasons:
        this.#leak > 0
          ? [{ signal: 'leak', level: 'warning', message: 'The floor of the heap grows.', value: 1, threshold: null }]
          : [],
      heap: { used: this.#used, limit: 4096 * MB, ratio: 0.05 },
      container: { rss: 402 * MB, limit: 1024 * MB, ratio: 0.39 },
      eventLoop: { delay: 4 },
      verdict: this.#leak > 0 ? 'growing' : 'clean',
    };
  }

  /** It remembers nothing of the time before it was asked first. */
  history(): Body<History> {
    return { kept: 'memory', interval: 5_000, samples: [], collections: [] };
  }

  leaks(): Body<Leaks> {
    const from = this.#started;
    const alert = (at: number, state: Alert['state']): Alert => ({
      at: from + at,
      rule: 'heap-growth',
      level: 'warning',
      state,
      detail: 'Heap grew by 61 MB within 4.2 min.',
    });
    const evidence: Leaks['verdict']['evidence'] = {
      rate: { value: (this.#leak * MB) / 60, low: (this.#leak * MB) / 70, high: (this.#leak * MB) / 52 },
      points: 9,
      collections: 9,
      window: { from, to: this.#now() },
      floor: { first: this.#floor * MB, last: this.#used },
      timeToLimit: null,
      how: 'heap after major collections, told by V8',
    };
    const growing = this.#leak > 0;
    const sentences = growing
      ? [`The floor grows by ${this.#leak} MB/min.`]
      : ['The floor after collections does not grow.'];
    return {
      verdict: { word: growing ? 'growing' : 'clean', rule: growing ? 'floor-growth' : null, evidence, sentences },
      settings: {
        enabled: true,
        checkInterval: 300_000,
        growthThreshold: 50 * MB,
        collectOnSuspicion: false,
        profileOnSuspicion: true,
        snapshotOnLeak: false,
      },
      statistics: { checks: 4, forcedCollections: 0, profilesRead: 0, tracked: 0, untracked: 0 },
      raised: [],
      alerts: this.#elapsed > 200_000 ? [alert(100_000, 'raised'), alert(190_000, 'resolved')] : [],
      retained: [],
      reports: growing
        ? [
            {
              id: 'f3a9c1',
              state: 'new',
              count: 3,
              firstSeen: from,
              lastSeen: this.#now(),
              word: 'growing',
              rule: 'floor-growth',
              sentences,
              evidence,
              confirmation: { freed: 12 * MB, after: 171 * MB, duration: 40 },
              sites: [{ function: 'buildReport', script: 'reports.js:41', callers: [], live: 31 * MB, growth: null }],
              retained: [],
              advice: ['Bound the collection that buildReport fills.'],
            },
          ]
        : [],
    };
  }

  heapStatistics(): Body<HeapStatistics> {
    const space = (name: string, used: number, size: number) => ({
      name,
      used: used * MB,
      size: size * MB,
      available: (size - used) * MB,
      physical: size * MB,
    });
    return {
      statistics: {
        totalHeapSize: 260 * MB,
        totalHeapSizeExecutable: MB,
        totalPhysicalSize: 255 * MB,
        totalAvailableSize: 3_900 * MB,
        usedHeapSize: this.#used,
        heapSizeLimit: 4096 * MB,
        mallocedMemory: MB,
        peakMallocedMemory: 4 * MB,
        externalMemory: 12 * MB,
        nativeContexts: 1,
        detachedContexts: 0,
      },
      spaces: [
        space('new_space', 9, 16),
        space('old_space', this.#used / MB - 41, 196),
        space('code_space', 4, 6),
        space('large_object_space', 28, 29),
      ],
    };
  }

  processInfo(): Body<ProcessInfo> {
    return {
      startedAt: this.#started - 3_600_000,
      uptime: this.#elapsed + 3_600_000,
      node: '22',
      cpu: { user: 184_000, system: 21_000 },
      memory: {
        rss: 402 * MB,
        maxRss: 431 * MB,
        systemTotal: 16_384 * MB,
        systemFree: 6_100 * MB,
        containerLimit: 1024 * MB,
      },
      handles: { active: 17 },
    };
  }

  snapshots(): Body<Snapshots> {
    return { snapshots: [this.#entry], preflight: this.#preflight };
  }

  taken() {
    return { snapshot: this.#entry, preflight: this.#preflight, warning: 'Keep it as a secret.' };
  }

  get #entry() {
    return { id: 'snapshot-1', at: this.#started, bytes: 210 * MB, nodes: 2_900_000, pause: 9_100 };
  }

  get #preflight() {
    return {
      nodes: 3_100_000,
      basis: 'measured' as const,
      pause: 18_600,
      memory: 1_240 * MB,
      disk: 248 * MB,
      available: { memory: 6_100 * MB, disk: 90_000 * MB },
      refusal: null,
    };
  }

  get #elapsed(): number {
    return this.#now() - this.#started;
  }

  get #used(): number {
    const elapsed = this.#elapsed;
    return (this.#floor + (this.#leak * elapsed) / 60_000 + ((elapsed % period) / period) * 42) * MB;
  }

  #collection(number: number) {
    const grown = (this.#leak * number * period) / 60_000;
    return {
      at: this.#started + number * period + 3,
      after: (this.#floor + grown + 0.3 * Math.sin(number * 2.4)) * MB,
      pause: 9 + (number % 4),
    };
  }
}

function service(
  name: string,
  levels: Pick<Stats['services'][number], 'entries' | 'maxEntries' | 'bytes' | 'maxBytes' | 'hits'>,
): Stats['services'][number] {
  return { name, misses: levels.hits === null ? null : 640, evictions: 118, refused: 0, ...levels };
}
