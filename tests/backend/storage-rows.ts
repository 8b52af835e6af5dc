import type { LeakReport } from '@memory-plus/core/protocol/backend';

/** A leak report as the detector writes it. */
export function leakReport(id: string, at: number, sentence = 'The floor rises.'): LeakReport {
  return {
    id,
    state: 'new',
    count: 1,
    firstSeen: at,
    lastSeen: at,
    word: 'leak',
    rule: 'floor-growth',
    sentences: [sentence],
    evidence: {
      rate: { value: 3, low: 1, high: 5 },
      points: 9,
      collections: 9,
      window: { from: at - 1000, to: at },
      floor: { first: 1, last: 2 },
      timeToLimit: null,
      how: 'heap left by each major collection',
    },
    confirmation: null,
    sites: [],
    retained: [],
    advice: [],
  };
}
