import { readdirSync } from 'node:fs';
import { type Attribution, judgePair, pairRules, type RouteGrowth } from '@memory-plus/core/analysis';
import type { Verdict, VerdictWord } from '@memory-plus/core/model';
import { rowsOf } from '@memory-plus/core/recording';
import { describe, expect, it } from 'vitest';
import { judgeRecorded, recordedPair } from './recorded-pair.ts';

const minute = 60_000;
const evidence = { rate: null, points: 9, collections: 9, window: null, floor: null, timeToLimit: null, how: 'test' };
const verdict = (word: VerdictWord): Verdict => ({ word, rule: null, evidence, sentences: ['Own words.'] });

const reports: RouteGrowth = {
  route: 'GET /reports',
  requests: 120,
  perRequest: { value: 4.1 * 2 ** 20, low: 3.9 * 2 ** 20, high: 4.3 * 2 ** 20 },
  atMost: 4.2 * 2 ** 20,
  share: 0.96,
  proven: true,
  doubts: [],
};
const even: RouteGrowth = { ...reports, proven: false, doubts: ['inseparable', 'chance'] };
const by = (routes: readonly RouteGrowth[], length = 11 * minute): Attribution => ({
  routes,
  spans: 24,
  requests: 120,
  window: { from: 0, to: length },
  growth: 500 * 2 ** 20,
  numbered: { sent: 120, handled: 123 },
});
const judge = (page: VerdictWord, server: VerdictWord, attribution = by([])) =>
  judgePair({ page: verdict(page), server: verdict(server), attribution }, 0);

describe('the verdict about a page and its server', () => {
  it.each<[VerdictWord, VerdictWord, string, VerdictWord, string]>([
    ['clean', 'leak', 'server', 'leak', 'The server leaks, the page is flat.'],
    ['leak', 'clean', 'page', 'leak', 'The page leaks, the server is flat.'],
    ['leak', 'leak', 'both', 'leak', 'Server and page leak.'],
    ['growing', 'leak', 'both', 'leak', 'The server leaks, the page grows.'],
    ['clean', 'clean', 'neither', 'clean', 'Server and page are flat.'],
    [
      'insufficient-data',
      'clean',
      'insufficient-data',
      'insufficient-data',
      'The server is flat, the page is not known well enough yet.',
    ],
    [
      'insufficient-data',
      'suspect',
      'server',
      'suspect',
      'The server goes on growing, the page is not known well enough yet.',
    ],
  ])('of a page that is %s and a server that is %s is about: %s', (page, server, side, word, sentence) => {
    const found = judge(page, server);
    expect(found).toMatchObject({ side, word });
    expect(found.sentences[0]).toBe(sentence);
  });

  it('names the route, what a request leaves, and what that rests on', () => {
    const { word, rule, sentences, evidence: found } = judge('clean', 'leak', by([reports]));
    expect({ word, rule }).toEqual({ word: 'leak', rule: 'growth-by-request' });
    expect(sentences).toEqual([
      'The server leaks, the page is flat: 4.1 MB per GET /reports.',
      '120 requests of GET /reports leave 3.9 MB to 4.3 MB each, 96 % of the growth. Measured by 25 floors over 11 min. 3 other requests reached the server meanwhile and are not recorded here.',
    ]);
    expect(found).toMatchObject({ points: 25, window: { from: 0, to: 11 * minute } });
  });

  it('sees growth by requests where the series of the server alone looks like a flight of stairs', () => {
    expect(judge('clean', 'clean', by([reports]))).toMatchObject({ word: 'suspect', side: 'server' });
  });

  it('accuses nobody before it was watched for long enough', () => {
    const found = judge('clean', 'insufficient-data', by([reports], 2 * minute));
    expect(found).toMatchObject({ word: 'growing', side: 'server' });
    expect(found.sentences.at(-1)).toMatch(/not been watched for long enough/);
  });

  it('names what cannot be told apart as such', () => {
    const { findings = [] } = judge('clean', 'leak', by([even]));
    const suspected = findings.find(({ rule }) => rule === 'growth-by-request');
    expect(suspected?.word).toBe('suspect');
    expect(suspected?.sentences.join(' ')).toMatch(/GET \/reports went along.*4\.2 MB each time.*too evenly/);
    expect(judge('clean', 'clean', by([even])).findings).toEqual([]);
  });

  it('has rules with names of their own and a title', () => {
    expect(new Set(pairRules.map(({ name }) => name)).size).toBe(pairRules.length);
    for (const { title } of pairRules) expect(title).not.toBe('');
  });
});

/** What tests/pairs/server.mjs does in each recording. KB: what a request of /reports leaves, as the server's own code makes it. */
const recorded: Readonly<Record<string, { side: string; leaves?: readonly [number, number] }>> = {
  'one-of-five': { side: 'server', leaves: [110, 145] },
  'one-of-five-in-parallel': { side: 'server', leaves: [110, 145] },
  'small-one-of-five': { side: 'server', leaves: [10, 20] },
  clean: { side: 'neither' },
  'client-leaks': { side: 'page' },
  both: { side: 'both', leaves: [110, 145] },
  timer: { side: 'server' },
  filling: { side: 'neither' },
  even: { side: 'server' },
};

describe('recorded pairs', () => {
  it('are all judged', () => {
    const files = readdirSync(new URL('pairs', import.meta.url)).map((file) => file.replace('.json.gz', ''));
    expect(files.sort()).toEqual(Object.keys(recorded).sort());
  });

  it.each(Object.entries(recorded))('%s: growth on the right side, by the right route', (name, { side, leaves }) => {
    const found = judgeRecorded(recordedPair(name));
    expect(found.side).toBe(side);
    const proven = found.attribution.routes.filter((route) => route.proven);
    if (leaves) {
      expect(proven.map(({ route }) => route)).toEqual(['/reports']);
      expect((proven[0]?.perRequest?.value ?? 0) / 1024).toBeGreaterThan(leaves[0]);
      expect((proven[0]?.perRequest?.value ?? 0) / 1024).toBeLessThan(leaves[1]);
      expect(found.sentences.join(' ')).toContain('/reports');
    } else if (name !== 'even') expect(proven).toEqual([]);
  });

  it('accuse no innocent route at any moment', { timeout: 60_000 }, () => {
    for (const name of Object.keys(recorded)) {
      const recording = recordedPair(name);
      const ends = [...rowsOf(recording, 'collections')].map(({ at }) => at as number).sort((a, b) => a - b);
      for (const end of ends.filter((_, index) => index % 8 === 7)) {
        const { routes } = judgeRecorded(recording, end).attribution;
        const accused = routes.filter(({ proven, route }) => proven && route !== '/reports');
        expect({ name, accused }).toEqual({ name, accused: [] });
      }
    }
  });
});
