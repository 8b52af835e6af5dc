import type { Calls, FloorPoint } from '@memory-plus/core/analysis';

export const MB = 1024 * 1024;

export interface PairModel {
  readonly seed: number;
  readonly floors?: number;
  readonly routes?: number;
  /** Bytes that each request of `route 0` leaves. */
  readonly leak?: number;
  /** Bytes that a second leaves, whatever is asked. */
  readonly drift?: number;
  /** Deviation of a random walk of the level, for each floor. */
  readonly walk?: number;
  /** Deviation of each floor about the level. */
  readonly scatter?: number;
  /** Chance of a jump of up to 30 MB before a floor. */
  readonly jumps?: number;
  /** Called by the clock, not by chance. */
  readonly even?: boolean;
}

/** Numbers from 0 to 1, the same for each seed (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = (seed + 1) * 2_654_435_761;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Floors of a server and the requests between them: routes called in bursts that come and go, each on its own. */
export function modelPair(model: PairModel): { floors: FloorPoint[]; calls: Calls } {
  const { seed, floors: count = 30, routes = 5, leak = 0, drift = 0, walk = 0, scatter = 0, jumps = 0, even } = model;
  const random = randomOf(seed);
  const normal = () => Math.sqrt(-2 * Math.log(random() + 1e-12)) * Math.cos(2 * Math.PI * random());
  const ends: number[][] = Array.from({ length: routes }, () => []);
  const rates = ends.map(() => 1);
  const floors: FloorPoint[] = [{ at: 0, bytes: 60 * MB }];
  let at = 0;
  let level = 60 * MB;
  for (let i = 1; i <= count; i++) {
    const length = 15_000 + 30_000 * random();
    ends.forEach((times, route) => {
      if (random() < 0.4) rates[route] = random() < 0.4 ? 0 : 4 * random();
      const called = even
        ? Math.floor((at + length) / 5_000) - Math.floor(at / 5_000)
        : Math.round((length / 5_000) * (rates[route] ?? 1) * (0.5 + random()));
      for (let call = 0; call < called; call++) times.push(at + length * random());
      if (route === 0) level += leak * called;
    });
    at += length;
    level += (drift * length) / 1000 + walk * normal() + (random() < jumps ? 30 * MB * random() : 0);
    floors.push({ at, bytes: level + scatter * normal() });
  }
  const named = ends.map((times, route) => ({ route: `route ${route}`, ends: times.sort((a, b) => a - b) }));
  return { floors, calls: { routes: named, completeSince: 0, numbered: { sent: 0, handled: 0 } } };
}
