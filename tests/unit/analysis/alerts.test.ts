import { type AlertEvent, createAlertMachine, defaultAlertThresholds } from '@memory-plus/core/analysis';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const MB = 1024 * 1024;
const heap = (at: number, share: number, limit = 100 * MB) => ({
  at,
  used: share * limit,
  total: limit,
  limit,
  floor: false,
});
const slow = (at: number, duration: number) =>
  ({ at, component: 'List', duration, self: null, phase: 'update', how: 'measured', reason: null }) as const;
const told = (events: readonly AlertEvent[], rule: string) =>
  events.filter((e) => e.rule === rule).map((e) => [e.at, e.state] as const);

/** A series of shares of the limit, one reading each `step` ms. */
function play(shares: readonly number[], step = 1000) {
  const machine = createAlertMachine({ growth: { bytes: 1e12, within: 300_000 } });
  return shares.flatMap((share, i) => machine.heap(heap(i * step, share)));
}

describe('alerts', () => {
  it('warns of a heap over 75 % after 2 minutes, and again only after it was resolved', () => {
    const events = play([...Array(200).fill(0.8), ...Array(60).fill(0.3), ...Array(150).fill(0.8)]);
    expect(told(events, 'heap-warning')).toEqual([
      [120_000, 'raised'],
      [230_000, 'resolved'],
      [380_000, 'raised'],
    ]);
    expect(told(events, 'heap-critical')).toEqual([]);
  });

  it('calls a heap over 85 % critical after 5 minutes', () => {
    expect(told(play(Array(400).fill(0.9)), 'heap-critical')).toEqual([[300_000, 'raised']]);
  });

  it('starts the hold time again after a dip, and does not resolve between the thresholds', () => {
    expect(told(play([...Array(100).fill(0.8), 0.7, ...Array(100).fill(0.8)]), 'heap-warning')).toEqual([]);
    expect(told(play([...Array(130).fill(0.8), ...Array(300).fill(0.73)]), 'heap-warning')).toHaveLength(1);
  });

  it('knows nothing across a gap', () => {
    const machine = createAlertMachine();
    expect([...machine.heap(heap(0, 0.9)), ...machine.heap(heap(3_600_000, 0.9))]).toEqual([]);
  });

  it('warns of growth over 50 MB in 5 minutes', () => {
    const machine = createAlertMachine();
    const events = Array.from({ length: 300 }, (_, s) =>
      machine.heap(heap(s * 1000, 0.1 + s * 0.001, 400 * MB)),
    ).flat();
    expect(told(events, 'heap-growth')).toEqual([[126_000, 'raised']]);
    expect(events[0]?.detail).toMatch(/50 MB within/);
  });

  it('tells of a slow render once, and of its end', () => {
    const machine = createAlertMachine();
    expect(machine.slowRender(slow(0, 16))).toEqual([]);
    expect(machine.slowRender(slow(10, 17))).toMatchObject([{ state: 'raised', rule: 'slow-render' }]);
    expect(machine.slowRender(slow(20, 90))).toEqual([]);
    expect(machine.tick(29_000)).toEqual([]);
    expect(machine.tick(30_020)).toMatchObject([{ state: 'resolved' }]);
  });

  it('is silent for as long as it is asked to, and still resolves what it raised', () => {
    const machine = createAlertMachine();
    machine.silence('leak', 5000);
    expect(machine.verdict(0, 'leak', 'x')).toEqual([]);
    expect(machine.tick(5000)).toMatchObject([{ rule: 'leak', state: 'raised' }]);
    machine.silence('leak', 50_000);
    expect(machine.verdict(6000, 'clean', '')).toMatchObject([{ state: 'resolved' }]);
  });

  it('resolves everything when another process begins', () => {
    const machine = createAlertMachine();
    machine.verdict(0, 'leak', 'x');
    machine.slowRender(slow(0, 50));
    expect(machine.cut(10).map((e) => e.state)).toEqual(['resolved', 'resolved']);
    expect(machine.raised()).toEqual([]);
  });

  it.each([
    [{ warning: { share: 0, hold: 1 } }, /warning\.share/],
    [{ critical: { share: 0.5, hold: 1 } }, /critical\.share/],
    [{ slowRender: Number.NaN }, /slowRender/],
    [{ hysteresis: 1 }, /hysteresis/],
  ])('refuses thresholds without sense: %j', (thresholds, message) => {
    expect(() => createAlertMachine(thresholds)).toThrow(message);
  });
});

describe('alerts under any timing', () => {
  const readings = fc.array(
    fc.record({ wait: fc.integer({ min: -2000, max: 90_000 }), share: fc.double({ min: 0, max: 1, noNaN: true }) }),
    { maxLength: 150 },
  );
  const { warning, longestGap, hysteresis } = defaultAlertThresholds;

  function record(list: readonly { wait: number; share: number }[]) {
    const machine = createAlertMachine();
    let at = 0;
    let latest = Number.NEGATIVE_INFINITY;
    const taken: { at: number; share: number }[] = [];
    const events: AlertEvent[] = [];
    for (const { wait, share } of list) {
      at += wait;
      if (at >= latest) taken.push({ at, share });
      latest = Math.max(latest, at);
      events.push(...machine.heap(heap(at, share)));
    }
    return { events, taken };
  }

  it('raises and resolves in turn', () => {
    fc.assert(
      fc.property(readings, (list) => {
        for (const rule of ['heap-warning', 'heap-critical', 'heap-growth']) {
          const states = told(record(list).events, rule).map(([, state]) => state);
          states.forEach((state, i) => void expect(state).toBe(i % 2 === 0 ? 'raised' : 'resolved'));
        }
      }),
    );
  });

  it('raises only what was over its threshold in every reading of the hold time, without a gap', () => {
    fc.assert(
      fc.property(readings, (list) => {
        const { events, taken } = record(
          list.map((r) => ({ ...r, share: r.share < 0.3 ? r.share : 0.7 + r.share * 0.3 })),
        );
        for (const [at] of told(events, 'heap-warning').filter(([, state]) => state === 'raised')) {
          const held = taken.filter((r) => r.at <= at);
          const start = held.findLastIndex(
            (r, i) => r.share <= warning.share || (held[i + 1] ?? r).at - r.at > longestGap,
          );
          const first = held[start + 1];
          expect(at - (first?.at ?? at) >= warning.hold).toBe(true);
        }
      }),
    );
  });

  it('resolves only below the hysteresis', () => {
    fc.assert(
      fc.property(readings, (list) => {
        const { events, taken } = record(list);
        for (const [at] of told(events, 'heap-warning').filter(([, state]) => state === 'resolved')) {
          const share = taken.findLast((r) => r.at === at)?.share ?? 1;
          expect(share).toBeLessThan(warning.share * (1 - hysteresis) + 1e-9);
        }
      }),
    );
  });
});
