import { readdirSync } from 'node:fs';
import { type Facts, fitTrend, type Growth, leakRules } from '@memory-plus/core/analysis';
import { describe, expect, it } from 'vitest';

const MB = 1024 * 1024;
const none: Growth = { trend: null, proven: false, doubts: ['points'] };

/** Growth of `step` a minute over ten minutes, as the growth test would hand it over. */
function grown(step: number, proven = true): Growth {
  const points = Array.from({ length: 10 }, (_, i) => ({
    at: i * 60_000,
    bytes: 20 * step + i * step + (i % 2) * step * 0.1,
  }));
  return { trend: fitTrend(points), proven, doubts: proven ? [] : ['window', 'chance'] };
}

const quiet: Facts = {
  heap: {
    growth: none,
    by: 'collections',
    points: 0,
    collections: null,
    bucketed: false,
    limit: 4096 * MB,
    recentGrowth: null,
  },
  retained: [],
  caches: [],
  listeners: none,
  domNodes: none,
  external: none,
  rss: none,
  rounds: [],
};
const heap = (part: Partial<Facts['heap']>): Facts => ({ ...quiet, heap: { ...quiet.heap, points: 10, ...part } });
const kept = { label: 'Row', count: 3, collections: 4, rises: 3, since: 0, at: 60_000 };
const rounds = (floors: readonly number[]) =>
  floors.map((floor, i) => ({ at: i * 5000, number: i + 1, floor: floor * MB }));
const cache = { name: 'users', size: grown(100), bytes: none, hitRate: 0.1 };

interface Case {
  /** Facts that make the rule speak, with the word it must say. */
  readonly speaks: readonly (readonly [string, Facts, string])[];
  /** Facts close to those that must leave it silent. */
  readonly silent: readonly (readonly [string, Facts])[];
}

const cases: Readonly<Record<string, Case>> = {
  'round-growth': {
    speaks: [['every round grew', { ...quiet, rounds: rounds([10, 20, 21, 22, 23, 24]) }, 'leak']],
    silent: [
      ['one round did not grow', { ...quiet, rounds: rounds([10, 20, 21, 21, 23, 24]) }],
      ['too few rounds', { ...quiet, rounds: rounds([10, 20, 21, 22, 23]) }],
    ],
  },
  'retained-growth': {
    speaks: [
      ['components rose thrice', { ...quiet, retained: [{ ...kept, what: 'component' }] }, 'leak'],
      ['a watched object stayed', { ...quiet, retained: [{ ...kept, what: 'watched', rises: 0 }] }, 'leak'],
      ['many stand still', { ...quiet, retained: [{ ...kept, what: 'component', rises: 0, count: 40 }] }, 'suspect'],
    ],
    silent: [
      ['one collection only', { ...quiet, retained: [{ ...kept, what: 'component', collections: 1 }] }],
      ['elements are not its concern', { ...quiet, retained: [{ ...kept, what: 'node' }] }],
    ],
  },
  'detached-dom-growth': {
    speaks: [['elements rose thrice', { ...quiet, retained: [{ ...kept, what: 'node' }] }, 'leak']],
    silent: [['a few stand still', { ...quiet, retained: [{ ...kept, what: 'node', rises: 0 }] }]],
  },
  'floor-growth': {
    speaks: [
      ['proven growth', heap({ growth: grown(2 * MB) }), 'leak'],
      [
        'growth that may be garbage',
        heap({ growth: { ...grown(2 * MB, false), doubts: ['unseen'] }, by: 'minima' }),
        'growing',
      ],
      ['growth with doubts', heap({ growth: grown(2 * MB, false) }), 'growing'],
      ['growth with one doubt', heap({ growth: { ...grown(2 * MB, false), doubts: ['scatter'] } }), 'suspect'],
    ],
    silent: [
      ['rounded readings', heap({ growth: grown(2 * MB), bucketed: true })],
      ['the growth ended', heap({ growth: { ...grown(2 * MB, false), doubts: ['saturating'] } })],
    ],
  },
  'cache-growth': {
    speaks: [['a useless cache grew', { ...quiet, caches: [cache] }, 'suspect']],
    silent: [
      ['it is hit', { ...quiet, caches: [{ ...cache, hitRate: 0.9 }] }],
      ['it was never asked', { ...quiet, caches: [{ ...cache, hitRate: null }] }],
      ['it does not grow', { ...quiet, caches: [{ ...cache, size: none }] }],
    ],
  },
  'listener-growth': {
    speaks: [['listeners grew', { ...quiet, listeners: grown(10) }, 'suspect']],
    silent: [['the document grew too', { ...quiet, listeners: grown(10), domNodes: grown(10) }]],
  },
  'external-growth': {
    speaks: [
      ['buffers grew', { ...quiet, external: grown(2 * MB) }, 'suspect'],
      ['only the process grew', { ...quiet, rss: grown(4 * MB) }, 'suspect'],
    ],
    silent: [
      ['the heap explains it', { ...heap({ growth: grown(4 * MB) }), rss: grown(4 * MB) }],
      ['the process warms up', { ...quiet, rss: grown(2 * MB) }],
    ],
  },
  'heap-growth': {
    speaks: [['51 MB', heap({ recentGrowth: { bytes: 51 * MB, over: 200_000 } }), 'growing']],
    silent: [['50 MB', heap({ recentGrowth: { bytes: 50 * MB, over: 200_000 } })]],
  },
};

describe('the rules', () => {
  it('are all registered, in files of their name, and have cases here', () => {
    const files = readdirSync(new URL('../../../src/analysis/rules/', import.meta.url))
      .filter((file) => file.endsWith('.rule.ts'))
      .map((file) => file.replace('.rule.ts', ''));
    const names = leakRules.map((rule) => rule.name);
    expect(new Set(names).size).toBe(names.length);
    expect([...names].sort()).toEqual(files.sort());
    expect(Object.keys(cases).sort()).toEqual(files.sort());
  });
});

function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    Object.freeze(value);
    Object.values(value).forEach(frozen);
  }
  return value;
}

describe.each(leakRules.map((rule) => [rule.name, rule] as const))('rule %s', (name, rule) => {
  const { speaks, silent } = cases[name] ?? { speaks: [], silent: [] };

  it('has a title and says nothing about nothing', () => {
    expect(rule.title).toMatch(/^[A-Z].{10,}[^.]$/);
    expect(rule.judge(frozen(quiet), 0)).toBeNull();
  });

  it.each(speaks)('speaks when %s', (_, facts, word) => {
    const finding = rule.judge(frozen(facts), 1_000_000);
    expect(finding).toMatchObject({ rule: name, word });
    expect(finding?.sentences.length).toBeGreaterThan(0);
    for (const sentence of finding?.sentences ?? []) expect(sentence).toMatch(/^[A-Z0-9].*\.$/);
    expect(JSON.stringify(finding)).not.toMatch(/NaN|undefined|Infinity/);
    expect(finding?.evidence.how).not.toBe('');
    expect(rule.judge(frozen(facts), 1_000_000)).toEqual(finding);
  });

  it.each(silent)('is silent when %s', (_, facts) => {
    expect(rule.judge(frozen(facts), 1_000_000)).toBeNull();
  });
});
