import type { EpochMs } from '@memory-plus/core/model';
import type { AuditedField } from '@memory-plus/core/protocol/backend';
import type { FieldSize } from './field-sizes.ts';

/** Points kept of one field; when they are full every other one is dropped, so the window only grows. */
const mostPoints = 64;
const fewestPoints = 8;
/** Share of the steps between samples in which something without bound is larger than before. */
const risingShare = 0.6;
/** Entries it must have gained; less is no leak yet. */
const smallestGrowth = 8;
/** What the last third gains, as a share of an even growth: less is filling up. */
const lateShare = 0.5;

interface Point {
  readonly at: EpochMs;
  readonly size: number;
}

/** How one field's size went, in bounded memory. */
export class FieldSeries {
  #points: Point[] = [];
  #stride = 1;
  #skip = 0;
  #last: Pick<FieldSize, 'kind' | 'size' | 'bound'> = { kind: 'object', size: 0, bound: null };

  add(at: EpochMs, size: FieldSize): void {
    this.#last = size;
    if (this.#skip > 0) {
      this.#skip--;
      return;
    }
    this.#points.push({ at, size: size.size });
    if (this.#points.length >= mostPoints) {
      this.#points = this.#points.filter((_, index) => index % 2 === 0);
      this.#stride *= 2;
    }
    this.#skip = this.#stride - 1;
  }

  judge(name: string): AuditedField {
    const { kind, size, bound } = this.#last;
    const verdict = this.#verdict();
    const perMinute = this.#perMinute();
    return { name, kind, size, bound, perMinute, verdict, advice: verdict === 'growing' ? advices[kind] : null };
  }

  #perMinute(): number {
    const [first] = this.#points;
    const last = this.#points.at(-1);
    if (!first || !last || last.at <= first.at) return 0;
    return ((last.size - first.size) / (last.at - first.at)) * 60_000;
  }

  #verdict(): AuditedField['verdict'] {
    if (this.#last.bound !== null) return 'bounded';
    const sizes = this.#points.map(({ size }) => size);
    if (sizes.length < fewestPoints) return 'insufficient-data';
    const third = Math.floor(sizes.length / 3);
    const lowestLate = Math.min(...sizes.slice(-third));
    const highestEarly = Math.max(...sizes.slice(0, third));
    const growth = (sizes.at(-1) ?? 0) - (sizes[0] ?? 0);
    const late = (sizes.at(-1) ?? 0) - (sizes[sizes.length - third] ?? 0);
    const rises = sizes.filter((size, index) => index > 0 && size > (sizes[index - 1] ?? size)).length;
    const grows =
      lowestLate > highestEarly &&
      growth >= smallestGrowth &&
      rises >= risingShare * (sizes.length - 1) &&
      late >= (lateShare * growth * third) / sizes.length;
    return grows ? 'growing' : 'steady';
  }
}

const advices: Readonly<Record<AuditedField['kind'], string>> = {
  map: 'Give it a bound: MemorySafeCache, or delete entries at the end of what they stand for.',
  set: 'Delete members at the end of what they stand for, or keep weak references (WeakSet).',
  array: 'Keep the last entries only (pushBounded), or hand them on and empty it (drain).',
  object: 'Use MemorySafeCache with a limit instead of a plain object.',
  buffer: 'Reuse one buffer of a fixed size, or stream.',
  cache: 'Set a maximum.',
  listeners: 'Remove each listener where its owner ends (onModuleDestroy, or the end of the request).',
  subscribers: 'Unsubscribe where the subscriber ends (takeUntil, or onModuleDestroy).',
};
