import { useEffect, useMemo, useState } from 'preact/hooks';
import type { RowWindow } from '../../components/virtual-table.tsx';
import type { Rows } from '../../workers/messages.ts';

const chunkRows = 100;
/** Rows that were seen long ago are asked for again: what the page keeps is bounded. */
const mostChunks = 40;

/** Fetches rows in chunks as they are about to be seen. */
export class RowCache<R, A extends Rows<R>> implements RowWindow<R> {
  readonly #load: (from: number, count: number) => Promise<A>;
  readonly #changed: () => void;
  readonly #chunks = new Map<number, readonly R[] | null>();
  /** The answer that came last; null before the first. */
  answer: A | null = null;
  problem: string | null = null;

  constructor(load: (from: number, count: number) => Promise<A>, changed: () => void) {
    this.#load = load;
    this.#changed = changed;
    this.want(0, 1);
  }

  get total(): number {
    return this.answer?.total ?? 0;
  }

  rowAt(index: number): R | undefined {
    return this.#chunks.get(Math.floor(index / chunkRows))?.[index % chunkRows];
  }

  want(from: number, to: number): void {
    for (let chunk = Math.floor(from / chunkRows); chunk * chunkRows < to; chunk++) {
      const known = this.#chunks.get(chunk);
      if (known === undefined) void this.#loadChunk(chunk);
      else {
        // Moves it to the end: the one at the beginning is forgotten first.
        this.#chunks.delete(chunk);
        this.#chunks.set(chunk, known);
      }
    }
  }

  async #loadChunk(chunk: number): Promise<void> {
    this.#chunks.set(chunk, null);
    for (const [oldest] of this.#chunks) {
      if (this.#chunks.size <= mostChunks) break;
      this.#chunks.delete(oldest);
    }
    try {
      const answer = await this.#load(chunk * chunkRows, chunkRows);
      this.answer = answer;
      if (this.#chunks.has(chunk)) this.#chunks.set(chunk, answer.rows);
    } catch (error) {
      this.problem = error instanceof Error ? error.message : String(error);
    }
    this.#changed();
  }
}

/** The rows of an answer that `key` tells apart from every other. */
export function useRows<R, A extends Rows<R>>(
  key: string,
  load: (from: number, count: number) => Promise<A>,
): RowCache<R, A> {
  const [, redraw] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key says what is loaded
  const { cache, life } = useMemo(() => {
    const life = { ended: false };
    const changed = () => {
      if (!life.ended) redraw((count) => count + 1);
    };
    return { cache: new RowCache<R, A>(load, changed), life };
  }, [key]);
  useEffect(() => {
    life.ended = false;
    return () => {
      life.ended = true;
    };
  }, [life]);
  return cache;
}

/** An answer that comes as a whole: null until it is there. */
export function useAnswer<A>(
  key: string,
  load: () => Promise<A>,
): { readonly answer: A | null; readonly problem: string | null } {
  const [state, setState] = useState<{ key: string; answer: A | null; problem: string | null } | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key says what is loaded
  useEffect(() => {
    let ended = false;
    load().then(
      (answer) => !ended && setState({ key, answer, problem: null }),
      (error) =>
        !ended && setState({ key, answer: null, problem: error instanceof Error ? error.message : String(error) }),
    );
    return () => {
      ended = true;
    };
  }, [key]);
  return state?.key === key ? state : { answer: null, problem: null };
}
