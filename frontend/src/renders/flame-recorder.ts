import type { Emit, EpochMs, FlameWish, How, Milliseconds } from '@memory-plus/core/model';

/** Components told of one commit; the others are counted. */
export const maxFlameNodes = 500;
/** Commits told for one wish for the slowest: each is slower than all before, so that few are. */
export const maxFlames = 50;

/** A component that rendered in a commit. A list of them has parents before their children. */
export interface FlameNode {
  readonly name: string;
  /** Among those that rendered; only which is deeper counts, so numbers may be left out. */
  readonly depth: number;
  /** On any clock, the same for all nodes of a commit. */
  readonly start: Milliseconds | null;
  readonly self: Milliseconds | null;
  readonly total: Milliseconds | null;
  readonly how: How;
}

export interface FlameCommit {
  readonly at: EpochMs;
  readonly framework: string;
  readonly duration: Milliseconds | null;
  readonly how: How;
}

/** Tells the trees of the commits that a person asked for. Until then an adapter asks `asked` and does nothing more. */
export class FlameRecorder {
  readonly #emit: Emit;
  #wish: FlameWish = 'none';
  #slowest: Milliseconds = -1;
  #told = 0;

  constructor(emit: Emit) {
    this.#emit = emit;
  }

  get asked(): boolean {
    return this.#wish !== 'none';
  }

  ask(wish: FlameWish): void {
    this.#wish = wish;
    this.#slowest = -1;
    this.#told = 0;
  }

  /** Whether the tree of a commit that took so long is wanted. One whose duration nobody knows is no longer than any other. */
  wants(duration: Milliseconds | null): boolean {
    return this.asked && (duration ?? 0) > this.#slowest;
  }

  take({ at, framework, duration, how }: FlameCommit, nodes: readonly FlameNode[]): void {
    this.#slowest = duration ?? 0;
    if (this.#wish === 'next' || ++this.#told >= maxFlames) this.#wish = 'none';
    const { kept, omitted } = strongest(nodes);
    const begin = kept.reduce((least, { start }) => Math.min(least, start ?? least), Number.POSITIVE_INFINITY);
    const root = { component: framework, start: kept.length > 0 && begin < Number.POSITIVE_INFINITY ? 0 : null, how };
    this.#emit('flames', { at, node: 0, depth: 0, self: null, total: duration, omitted: omitted[0] ?? 0, ...root });
    kept.forEach(({ name: component, depth, start, self, total, how: known }, index) => {
      this.#emit('flames', {
        at,
        node: index + 1,
        component,
        depth: depth + 1,
        start: start === null ? null : start - begin,
        self,
        total,
        how: known,
        omitted: omitted[index + 1] ?? 0,
      });
    });
  }
}

/**
 * The longest nodes in the order of the tree, their depths without gaps, and how many were left out below each (first below the
 * commit itself). A parent is as long as its children together, so that what is left out is at the tips.
 */
export function strongest(nodes: readonly FlameNode[], most = maxFlameNodes): { kept: FlameNode[]; omitted: number[] } {
  const wanted = longest(nodes, most);
  const kept: FlameNode[] = [];
  const omitted = [0];
  /** The kept ancestors of the node that comes next: their place in `omitted`, and how deep they were. */
  const above: { place: number; depth: number }[] = [];
  for (const node of nodes) {
    while ((above[above.length - 1]?.depth ?? -1) >= node.depth) above.pop();
    if (wanted.has(node)) {
      kept.push({ ...node, depth: above.length });
      above.push({ place: omitted.push(0) - 1, depth: node.depth });
    } else {
      const parent = above[above.length - 1]?.place ?? 0;
      omitted[parent] = (omitted[parent] ?? 0) + 1;
    }
  }
  return { kept, omitted };
}

function longest(nodes: readonly FlameNode[], most: number): ReadonlySet<FlameNode> {
  if (nodes.length <= most) return new Set(nodes);
  return new Set([...nodes].sort((a, b) => (b.total ?? 0) - (a.total ?? 0)).slice(0, most));
}

/**
 * The same nodes with totals for those whose framework tells only what each took by itself: their own time and that of all below.
 * Null where nothing in it is known.
 */
export function withTotals(nodes: readonly Omit<FlameNode, 'total'>[]): FlameNode[] {
  const totals: (Milliseconds | null)[] = nodes.map(({ self }) => self);
  const open: { index: number; depth: number }[] = [];
  const close = () => {
    const child = totals[open.pop()?.index ?? -1] ?? null;
    const parent = open[open.length - 1];
    if (parent && child !== null) totals[parent.index] = (totals[parent.index] ?? 0) + child;
  };
  nodes.forEach(({ depth }, index) => {
    while ((open[open.length - 1]?.depth ?? -1) >= depth) close();
    open.push({ index, depth });
  });
  while (open.length > 0) close();
  return nodes.map((node, index) => ({ ...node, total: totals[index] ?? null }));
}
