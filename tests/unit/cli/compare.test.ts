import { describe, expect, it } from 'vitest';
import { compareRecordings } from '../../../src/judgement/index.ts';
import { filesIn, flat, leaking, page, recordingOf, server, shell } from './recordings.ts';

const files = filesIn();
const fast = [{ buckets: [16, 100], count: 100 }];
const slow = [{ buckets: [30, 100], count: 100, slow: 40 }];
const before = recordingOf({ live: flat, renders: fast });
const worse = (after: ReturnType<typeof recordingOf>) =>
  compareRecordings(before, after)
    .changes.filter((change) => change.direction === 'worse')
    .map((change) => change.what);

describe('comparing recordings', () => {
  it('finds nothing between a recording and itself', () => {
    expect(compareRecordings(before, before).changes.every((change) => change.direction === 'same')).toBe(true);
  });

  it('finds a leak that came', () => {
    expect(worse(recordingOf({ live: leaking, renders: fast }))).toEqual(['verdict', 'leak-rate', 'floor']);
  });

  it('finds a floor that is higher', () => {
    expect(worse(recordingOf({ live: () => 70, renders: fast }))).toEqual(['floor']);
  });

  it('finds renders that became slower, and says the contrary the other way round', () => {
    const after = recordingOf({ live: flat, renders: slow });
    expect(worse(after)).toEqual(['slow-renders', 'render-time']);
    const back = compareRecordings(after, before).changes.filter((change) => change.direction === 'better');
    expect(back.map((change) => change.what)).toEqual(['slow-renders', 'render-time']);
  });

  it('says nothing about a few renders', () => {
    const few = (buckets: number[], slowOnes: number) =>
      recordingOf({ live: flat, renders: [{ buckets, count: 3, slow: slowOnes }] });
    const changes = compareRecordings(few([16, 3], 0), few([30, 3], 1)).changes;
    expect(changes.filter((change) => change.direction !== 'same')).toEqual([]);
  });

  it('pairs one page with one page, and lists what has no counterpart', () => {
    const moved = recordingOf({ live: leaking, source: { ...page, url: 'http://localhost:8080/app' } });
    expect(worse(moved)).toContain('leak-rate');
    const both = recordingOf({ live: flat }, { live: flat, source: server });
    expect(compareRecordings(before, both).unmatched).toEqual(['server api']);
  });
});

describe('memory-plus compare', () => {
  const good = files.record('good.json', { live: flat });
  const bad = files.record('bad.json', { live: leaking });

  it('ends with 1 when something got worse, and says what', async () => {
    const { code, out } = await shell(['compare', good, bad]);
    expect(code).toBe(1);
    expect(out).toMatch(/Worse, with 95 % confidence:\n {2}Verdict: clean before, leak after\./);
    expect((await shell(['compare', good, good])).code).toBe(0);
  });

  it('prints JSON', async () => {
    const { out } = await shell(['compare', good, bad, '--json']);
    expect(JSON.parse(out).changes[0]).toMatchObject({ what: 'verdict', direction: 'worse' });
  });

  it('ends with 2 for a wrong file', async () => {
    expect(await shell(['compare', good, 'none.json'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('no such file'),
    });
  });
});
