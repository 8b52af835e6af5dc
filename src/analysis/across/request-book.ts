import { type EpochMs, originOf, type Row } from '../../model/index.ts';

/** Process that requests went to. `url`: the origin that it was reached at. */
export interface ServerIdentity {
  readonly bootId: string;
  readonly url: string;
  readonly startedAt: EpochMs;
}

/** The requests of one route, by the moments of their ends, in rising order. */
export interface RouteCalls {
  readonly route: string;
  readonly ends: readonly EpochMs[];
}

/** Requests that were sent to one process. */
export interface Calls {
  readonly routes: readonly RouteCalls[];
  /** Before this moment some are missing: they were let go of. */
  readonly completeSince: EpochMs;
  /** Requests with a running number, and how many the process handled from the first to the last of them, whoever sent them. */
  readonly numbered: { readonly sent: number; readonly handled: number };
}

/** Moments that are kept; beyond it the older half goes. */
export const mostMoments = 50_000;
/** Routes that are told apart; what comes beyond is counted together. A page that makes up addresses must not fill the memory. */
const mostRoutes = 200;
export const otherRoutes = '(other routes)';

interface Entry {
  readonly boot: string | null;
  readonly origin: string;
  readonly route: string;
  ends: EpochMs[];
  numbers: { first: number; last: number; count: number };
}

/** Whether a request went to the process: by its boot id, or to its origin in its life where the answer does not tell. */
export function wentTo({ at, boot, url }: Row<'requests'>, server: ServerIdentity): boolean {
  return boot === null ? originOf(url) === originOf(server.url) && at >= server.startedAt : boot === server.bootId;
}

/** Notes when requests ended, by server and route, in bounded memory. */
export class RequestBook {
  #entries = new Map<string, Entry>();
  #moments = 0;
  #completeSince = 0;

  /** One book of several: the documents of a recording. */
  static merged(books: readonly RequestBook[]): RequestBook {
    const [first] = books;
    if (first && books.length === 1) return first;
    const all = new RequestBook();
    for (const book of books) {
      for (const entry of book.#entries.values()) {
        const into = all.#entry(entry);
        for (const end of entry.ends) into.ends.push(end);
        joinNumbers(into.numbers, entry.numbers);
      }
      all.#moments += book.#moments;
      all.#completeSince = Math.max(all.#completeSince, book.#completeSince);
    }
    return all;
  }

  /** Requests in it. */
  get size(): number {
    return this.#moments;
  }

  add({ at, duration, boot, url, route, request }: Row<'requests'>): void {
    const entry = this.#entry({ boot, origin: originOf(url), route });
    entry.ends.push(at + duration);
    if (request !== null) joinNumbers(entry.numbers, { first: request, last: request, count: 1 });
    if (++this.#moments > mostMoments) this.#forget();
  }

  /** What was sent to one process, told apart as by `wentTo`. */
  to({ bootId, url, startedAt }: ServerIdentity): Calls {
    const routes = new Map<string, EpochMs[]>();
    const numbers = noNumbers();
    for (const entry of this.#entries.values()) {
      const named = entry.boot !== null;
      if (named ? entry.boot !== bootId : entry.origin !== originOf(url)) continue;
      const ends = named ? entry.ends : entry.ends.filter((end) => end >= startedAt);
      routes.set(entry.route, [...(routes.get(entry.route) ?? []), ...ends]);
      joinNumbers(numbers, entry.numbers);
    }
    return {
      routes: [...routes].map(([route, ends]) => ({ route, ends: ends.sort((a, b) => a - b) })),
      completeSince: this.#completeSince,
      numbered: { sent: numbers.count, handled: numbers.count === 0 ? 0 : numbers.last - numbers.first + 1 },
    };
  }

  #entry({ boot, origin, route }: Pick<Entry, 'boot' | 'origin' | 'route'>): Entry {
    const name = this.#entries.size < mostRoutes ? route : otherRoutes;
    const keys = [route, name].map((part) => `${boot ?? origin}\n${boot === null}\n${part}`);
    const known = keys.map((key) => this.#entries.get(key)).find((entry) => entry !== undefined);
    if (known) return known;
    const entry = { boot, origin, route: name, ends: [], numbers: noNumbers() };
    this.#entries.set(keys[1] ?? '', entry);
    return entry;
  }

  #forget(): void {
    const all = [...this.#entries.values()].flatMap(({ ends }) => ends).sort((a, b) => a - b);
    this.#completeSince = all[all.length >> 1] ?? 0;
    this.#moments = 0;
    for (const [key, entry] of this.#entries) {
      entry.ends = entry.ends.filter((end) => end >= this.#completeSince);
      this.#moments += entry.ends.length;
      if (entry.ends.length === 0) this.#entries.delete(key);
    }
  }
}

function noNumbers(): Entry['numbers'] {
  return { first: Number.POSITIVE_INFINITY, last: 0, count: 0 };
}

function joinNumbers(into: Entry['numbers'], more: Entry['numbers']): void {
  into.first = Math.min(into.first, more.first);
  into.last = Math.max(into.last, more.last);
  into.count += more.count;
}
