import type { EpochMs, Milliseconds, Row } from '@memory-plus/core/model';
import type { SourceState } from './source-state.ts';

/** Trees of commits that are kept at hand; the recording keeps them all. */
const maxFlames = 50;

/** The tree of one commit as it was told. */
export interface Flame {
  readonly at: EpochMs;
  /** The commit first, then parents before children. */
  readonly nodes: Row<'flames'>[];
}

/** Adds a row to the tree that it belongs to. Rows come in the order of the tree. */
export function addFlameRow(flames: Flame[], row: Row<'flames'>): void {
  if (row.node === 0) {
    flames.push({ at: row.at, nodes: [row] });
    if (flames.length > maxFlames) flames.shift();
    return;
  }
  const last = flames.at(-1);
  if (last?.at === row.at) last.nodes.push(row);
}

/** All trees of the documents, oldest first. */
export function flamesOf(pages: readonly SourceState[]): readonly Flame[] {
  return pages.flatMap((page) => page.flames);
}

/** The trees that a component is in, the latest first. */
export function flamesWith(flames: readonly Flame[], component: string): readonly Flame[] {
  return flames.filter(({ nodes }) => nodes.some((node) => node.node > 0 && node.component === component)).reverse();
}

/** A bar of the chart: its place as shares of the whole width. */
export interface FlameBar {
  readonly node: Row<'flames'>;
  readonly index: number;
  readonly left: number;
  readonly width: number;
  /** Index of the bar that it stands below; -1 for the commit itself. */
  readonly parent: number;
  /** How many stand above it. */
  readonly depth: number;
}

/**
 * Where the bars of a tree stand: children side by side below their parent, as wide as their share of its time. Where no time is known
 * every component that has none below counts as one. A parent is never narrower than its children together.
 */
export function layOut(nodes: readonly Row<'flames'>[]): FlameBar[] {
  const parents = parentsOf(nodes);
  const timed = nodes.some(({ total }) => (total ?? 0) > 0);
  const sizes = nodes.map(({ total }) => (timed ? (total ?? 0) : 0));
  const below = nodes.map(() => 0);
  for (let index = nodes.length - 1; index >= 0; index--) {
    const own = Math.max(sizes[index] ?? 0, below[index] ?? 0);
    sizes[index] = !timed && own === 0 ? 1 : own;
    const parent = parents[index] ?? -1;
    if (parent >= 0) below[parent] = (below[parent] ?? 0) + (sizes[index] ?? 0);
  }
  const whole = sizes[0] || 1;
  const used = nodes.map(() => 0);
  const lefts: number[] = [];
  const depths: number[] = [];
  return nodes.map((node, index) => {
    const parent = parents[index] ?? -1;
    const left = parent < 0 ? 0 : (lefts[parent] ?? 0) + (used[parent] ?? 0);
    const width = (sizes[index] ?? 0) / whole;
    if (parent >= 0) used[parent] = (used[parent] ?? 0) + width;
    lefts.push(left);
    const depth = parent < 0 ? 0 : (depths[parent] ?? 0) + 1;
    depths.push(depth);
    return { node, index, left, width, parent, depth };
  });
}

/** For each node the one above it. A depth that makes no sense is taken for one below the node before. */
function parentsOf(nodes: readonly Row<'flames'>[]): number[] {
  const open: number[] = [];
  return nodes.map(({ depth }, index) => {
    open.length = Math.min(index === 0 ? 0 : Math.max(1, depth), open.length);
    const parent = open.at(-1) ?? -1;
    open.push(index);
    return parent;
  });
}

/** Rows of the tree that were lost on the way. */
export function lostOf({ nodes }: Flame): number {
  return Math.max(0, (nodes.at(-1)?.node ?? 0) + 1 - nodes.length);
}

/** Components that were too many to tell. */
export function omittedOf({ nodes }: Flame): number {
  return nodes.reduce((sum, { omitted }) => sum + omitted, 0);
}

/** Who took longest by itself, first. */
export function longestOf({ nodes }: Flame, most: number): readonly Row<'flames'>[] {
  const self = ({ self: own }: Row<'flames'>): Milliseconds => own ?? -1;
  return nodes
    .slice(1)
    .sort((a, b) => self(b) - self(a))
    .slice(0, most);
}
