import type { Bytes, EpochMs, Row } from '../../model/index.ts';

/** A stretch of a server's heap, from one reading to a later one. */
export interface HeapStep {
  readonly from: EpochMs;
  readonly to: EpochMs;
  /** Heap at the end minus heap at the begin; below zero where a collection came between. */
  readonly bytes: Bytes;
}

export interface RequestInStep {
  readonly request: Row<'requests'>;
  /** Share of the step that this request explains, from 0 to 1. All of them and `unexplained` make 1. */
  readonly likelihood: number;
  /** What it put on the heap, as far as it is known; null: it was in flight, and nothing more is known. */
  readonly bytes: Bytes | null;
  /** `measured`: alone on the heap, no collection. `shared`: others ran beside it. `usual`: what requests of its route put there else. */
  readonly by: 'measured' | 'shared' | 'usual' | 'time';
}

export interface StepExplanation {
  /** The likeliest first. */
  readonly requests: readonly RequestInStep[];
  /** Share of the step that no request of this page explains. */
  readonly unexplained: number;
}

/**
 * The requests that were in flight in a step of a server's heap, by how much of it they explain. A request counts by what the server
 * measured around it (shared out where others ran meanwhile), else by what its route usually allocates, else by the time it was in flight.
 * `requests` all went to that server, on the clock of the step.
 */
export function explainStep(step: HeapStep, requests: readonly Row<'requests'>[]): StepExplanation {
  const usual = usualBytes(requests);
  const inFlight = requests
    .map((request) => ({ request, overlap: overlapOf(step, request) }))
    .filter(({ overlap }) => overlap > 0)
    .map(({ request, overlap }) => ({ request, overlap, ...bytesOf(request, usual) }));
  const known = inFlight.reduce((sum, { bytes, overlap }) => sum + (bytes ?? 0) * overlap, 0);
  const unknown = inFlight.filter(({ bytes }) => bytes === null).reduce((sum, { overlap }) => sum + overlap, 0);
  // What the known ones leave is open to those of which only the time is known; with none of these nobody explains it.
  const whole = Math.max(known, step.bytes, unknown > 0 ? Number.MIN_VALUE : 0);
  const open = whole > 0 ? Math.max(0, 1 - known / whole) : 0;
  const shares = inFlight.map(({ request, overlap, bytes, by }) => {
    const likelihood = bytes === null ? (open * overlap) / unknown : whole > 0 ? (bytes * overlap) / whole : 0;
    return { request, likelihood, bytes, by };
  });
  const explained = shares.reduce((sum, { likelihood }) => sum + likelihood, 0);
  return {
    requests: shares.sort((a, b) => b.likelihood - a.likelihood || a.request.at - b.request.at),
    unexplained: Math.min(1, Math.max(0, 1 - explained)),
  };
}

/** Share of a request's time that lies in the step; of one without duration all or nothing. */
function overlapOf({ from, to }: HeapStep, { at, duration }: Row<'requests'>): number {
  if (duration <= 0) return at >= from && at <= to ? 1 : 0;
  return Math.max(0, Math.min(to, at + duration) - Math.max(from, at)) / duration;
}

function bytesOf(request: Row<'requests'>, usual: ReadonlyMap<string, Bytes>): Pick<RequestInStep, 'bytes' | 'by'> {
  const measured = measuredBytes(request);
  if (measured !== null) return { bytes: measured, by: request.concurrent === 0 ? 'measured' : 'shared' };
  const bytes = usual.get(request.route) ?? null;
  return { bytes, by: bytes === null ? 'time' : 'usual' };
}

/** A collection in between says nothing about what was put there before it. */
function measuredBytes({ heapBefore, heapAfter, concurrent, collections }: Row<'requests'>): Bytes | null {
  if (heapBefore === null || heapAfter === null || collections !== 0) return null;
  return Math.max(0, heapAfter - heapBefore) / (1 + (concurrent ?? 0));
}

/** Mean of what was measured, by route. */
function usualBytes(requests: readonly Row<'requests'>[]): ReadonlyMap<string, Bytes> {
  const sums = new Map<string, { bytes: Bytes; count: number }>();
  for (const request of requests) {
    const bytes = measuredBytes(request);
    if (bytes === null) continue;
    const sum = sums.get(request.route) ?? { bytes: 0, count: 0 };
    sums.set(request.route, { bytes: sum.bytes + bytes, count: sum.count + 1 });
  }
  return new Map([...sums].map(([route, { bytes, count }]) => [route, bytes / count]));
}
