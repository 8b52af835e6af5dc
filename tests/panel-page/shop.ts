import { bucketOf, type Row } from '@memory-plus/core/model';
import type { ScriptedRow } from './fake-platform.ts';

const MB = 1024 * 1024;
const second = 1_000;
/** When the page begins to leak. */
const leakFrom = 120 * second;

interface SlowComponent {
  readonly component: string;
  readonly durations: readonly number[];
  readonly first: number;
  readonly every: number;
}

const slowComponents: readonly SlowComponent[] = [
  { component: 'ProductList', durations: [38, 64, 41, 112, 52, 27], first: 90 * second, every: 103 * second },
  { component: 'PriceChart', durations: [24, 51, 29, 35, 22], first: 141 * second, every: 128 * second },
  { component: 'SearchBox', durations: [27, 18], first: 274 * second, every: 260 * second },
];

const reasons = ['state', 'props (items, onPick)', 'props (items), context', 'parent'];
const reasonOf = (index: number) => reasons[index % reasons.length] ?? null;

/** A made-up shop: from minute two each visit to the catalogue leaves product cards behind. Half a second a step. */
export class Shop {
  readonly #start: number;
  #used = 42 * MB;
  #nextCollection = 30 * second;
  #collections = 0;
  #noise = 1;

  constructor(start: number) {
    this.#start = start;
  }

  begin(): ScriptedRow[] {
    const at = this.#start;
    const told = (name: string, available: boolean, detail: string): ScriptedRow => [
      'capabilities',
      { at, name, available, detail },
    ];
    return [
      ['lifecycle', { at, event: 'start' }],
      told('heap', true, 'precise: refreshed about every 50 ms'),
      told('collections', true, 'major collections, by finalization'),
      told('frames', true, 'long animation frames'),
      told('interactions', true, 'event timing'),
      told('retained', true, 'weak references'),
      told('react', true, 'React 19.3.1, production build: renders are timed by Memory+'),
    ];
  }

  /** What the page tells about the half second before `elapsed`. */
  step(elapsed: number): ScriptedRow[] {
    const at = this.#start + elapsed;
    const rows: ScriptedRow[] = [];
    if (elapsed >= this.#nextCollection) rows.push(...this.#collect(at, elapsed));
    else this.#used += (0.42 + 0.06 * this.#random()) * MB;
    rows.push(['heap', { at, used: this.#used, total: 134 * MB, limit: 4096 * MB, floor: false }]);
    if (elapsed % second === 0) rows.push(['dom', { at, nodes: this.#nodes(elapsed), listeners: 214 }]);
    if (elapsed % (5 * second) === 0) rows.push(...this.#regular(at, elapsed));
    for (const slow of slowComponents) rows.push(...this.#slow(slow, at, elapsed));
    if (elapsed === leakFrom) rows.push(['marks', { at, label: 'opened catalogue' }]);
    return rows;
  }

  #collect(at: number, elapsed: number): ScriptedRow[] {
    this.#collections++;
    this.#nextCollection = elapsed + (32 + 7 * this.#random()) * second;
    this.#used = this.#floor(elapsed) + 0.5 * this.#random() * MB;
    const rows: ScriptedRow[] = [['collections', { at: at - 60, after: null, pause: null }]];
    if (elapsed > leakFrom + 60 * second) {
      const left = Math.round((elapsed - leakFrom) / 3_000);
      rows.push(['retained', this.#retained(at, 'node', 'div.product-card', left, 'appended by openCatalogue')]);
      rows.push(['retained', this.#retained(at, 'component', 'ProductCard', Math.round(left / 3), null)]);
    }
    return rows;
  }

  #retained(at: number, what: 'node' | 'component', label: string, count: number, detail: string | null) {
    return {
      at,
      what,
      label,
      count,
      collections: Math.min(6, this.#collections - 4),
      detail,
    } satisfies Row<'retained'>;
  }

  #regular(at: number, elapsed: number): ScriptedRow[] {
    const asked = elapsed / second;
    return [
      ['costs', { at, cpu: 2.1, bytes: 1_900, messages: 4 }],
      [
        'caches',
        {
          at,
          name: 'product-images',
          hits: Math.round(asked * 0.2),
          misses: Math.round(asked * 7),
          size: Math.round(asked * 5.85),
          bytes: asked * 92_000,
        },
      ],
      [
        'caches',
        { at, name: 'queries', hits: Math.round(asked * 4), misses: Math.round(asked * 0.3), size: 48, bytes: null },
      ],
      ['commits', { at, framework: 'React 19', components: 12, duration: null, how: 'timed' }],
      this.#quickRenders(at, 'ProductCard', 12, 'timed'),
      this.#quickRenders(at, 'SearchBox', 2, 'timed'),
      this.#quickRenders(at, 'LegacyCart (class)', 1, 'counted'),
    ];
  }

  #quickRenders(at: number, component: string, count: number, how: 'timed' | 'counted'): ScriptedRow {
    const known = how === 'timed';
    return [
      'renders',
      {
        at,
        component,
        count,
        mounts: 0,
        slow: 0,
        total: known ? count * 1.4 : null,
        self: known ? count * 1.1 : null,
        worst: known ? 2.2 : null,
        worstAt: at,
        how,
        buckets: known ? [bucketOf(1.4), count] : [],
      },
    ];
  }

  #slow({ component, durations, first, every }: SlowComponent, at: number, elapsed: number): ScriptedRow[] {
    const index = (elapsed - first) / every;
    const duration = durations[index];
    if (!Number.isInteger(index) || duration === undefined) return [];
    const self = duration * 0.58;
    const frame = { at, duration: duration * 1.18, blocking: duration - 16, layout: 4 };
    return [
      ['frames', frame],
      [
        'frameScripts',
        {
          at: at + 1,
          frame: at,
          duration: duration * 1.02,
          forcedLayout: duration * 0.15,
          script: 'assets/list.tsx',
          name: 'measureRow',
          invoker: 'click',
        },
      ],
      ['commits', { at: at + duration, framework: 'React 19', components: 240, duration: self, how: 'timed' }],
      [
        'slowRenders',
        { at: at + 2, component, duration, self, phase: 'update', how: 'timed', reason: reasonOf(index) },
      ],
      [
        'renders',
        {
          at: at + duration,
          component,
          count: 1,
          mounts: 0,
          slow: 1,
          total: duration,
          self,
          worst: duration,
          worstAt: at + 2,
          how: 'timed',
          buckets: [bucketOf(duration), 1],
        },
      ],
    ];
  }

  #nodes(elapsed: number): number {
    const left = Math.max(0, elapsed - leakFrom) / 400;
    return Math.round(1_480 + left + 12 * this.#random());
  }

  #floor(elapsed: number): number {
    return (42 + (Math.max(0, elapsed - leakFrom) / 60_000) * 2.7) * MB;
  }

  /** The same numbers each time (a linear congruential generator). */
  #random(): number {
    this.#noise = (this.#noise * 16_807) % 2_147_483_647;
    return this.#noise / 2_147_483_647;
  }
}
