import { judgeRounds, type RoundReading } from '@memory-plus/core/analysis';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const KB = 1024;
const round = (changes: Partial<RoundReading>): RoundReading => ({
  at: 0,
  heapFloor: null,
  nodes: 10,
  listeners: null,
  retained: 0,
  ...changes,
});
const heaps = (...floors: number[]) => floors.map((heapFloor) => round({ heapFloor }));
const retained = (...counts: number[]) => counts.map((count) => round({ retained: count }));

describe('judgeRounds', () => {
  it('wants at least three rounds, and five for the heap', () => {
    expect(judgeRounds(retained(1, 2, 3)).word).toBe('insufficient-data');
    expect(judgeRounds(retained(1, 2, 3, 4))).toMatchObject({ word: 'leak', grew: { retained: 1 } });
    expect(judgeRounds(heaps(0, 20 * KB, 40 * KB, 60 * KB))).toMatchObject({ word: 'clean' });
    expect(
      judgeRounds(heaps(0, 20, 40, 60, 80, 100).map(({ heapFloor }) => round({ heapFloor: (heapFloor ?? 0) * KB }))),
    ).toMatchObject({
      word: 'leak',
      grew: { heapFloor: 20 * KB },
    });
  });

  it('accuses only what grew in every round', () => {
    expect(judgeRounds(retained(10, 20, 20, 40)).word).toBe('clean');
    expect(judgeRounds(retained(10, 10, 10, 10)).word).toBe('clean');
  });

  it('says what grew, by how much', () => {
    expect(judgeRounds(retained(0, 1, 3, 6)).sentence).toBe(
      'Each of 3 rounds left more than the one before: 2 objects that should be gone a round.',
    );
  });

  it('never accuses what stood still or fell in one round, nor what could not be read once', () => {
    const steps = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 5, maxLength: 12 });
    fc.assert(
      fc.property(steps, fc.nat(), fc.constantFrom<number | null>(0, -3, null), (grown, where, spoiled) => {
        let nodes = 100;
        const spoiltAt = where % grown.length;
        const rounds = [round({ nodes })];
        for (const [index, step] of grown.entries()) {
          const change = index === spoiltAt ? spoiled : step;
          nodes += change ?? step;
          rounds.push(round({ nodes: change === null ? null : nodes }));
        }
        expect(judgeRounds(rounds).grew.nodes).toBeUndefined();
      }),
    );
  });
});
