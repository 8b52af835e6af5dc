import type { Heap } from '../heap.ts';
import { className, type NodeRow, nodeRow } from './nodes.ts';

export interface Query {
  /** Part of a node's name or of its class, in any case. */
  readonly text?: string;
  readonly id?: number;
  readonly minimumSelfSize?: number;
  readonly minimumRetainedSize?: number;
  readonly limit?: number;
}

export interface Found {
  /** The heaviest first, cut off at the limit. */
  readonly rows: readonly NodeRow[];
  /** How many there are in all. */
  readonly total: number;
}

/** Names longer than this are searched in their beginning only. */
const searchedLength = 4096;

/** Finds nodes by name, class, id and size; all that is given must hold. */
export function search(heap: Heap, query: Query): Found {
  const matches = query.text === undefined ? () => true : textMatcher(heap, query.text.toLowerCase());
  const found: number[] = [];
  for (let node = 0; node < heap.sizes.length; node++) {
    if (query.id !== undefined && heap.tables.nodeIds[node] !== query.id) continue;
    if ((heap.sizes[node] as number) < (query.minimumSelfSize ?? 0)) continue;
    if ((heap.retainedSizes[node] as number) < (query.minimumRetainedSize ?? 0)) continue;
    if (matches(node)) found.push(node);
  }
  found.sort((a, b) => (heap.retainedSizes[b] as number) - (heap.retainedSizes[a] as number));
  return { rows: found.slice(0, query.limit ?? 100).map((node) => nodeRow(heap, node)), total: found.length };
}

/** Looks at each string and each class once. */
function textMatcher(heap: Heap, text: string): (node: number) => boolean {
  const classes = heap.classes.list.map(({ name }) => name.toLowerCase().includes(text));
  const { strings, nodeNames } = heap.tables;
  const verdicts = new Uint8Array(strings.count);
  return (node) => {
    if (classes[heap.classes.of[node] as number] === true && className(heap, node) !== '') return true;
    const name = nodeNames[node] as number;
    if (verdicts[name] === 0) verdicts[name] = strings.head(name, searchedLength).toLowerCase().includes(text) ? 2 : 1;
    return verdicts[name] === 2;
  };
}
