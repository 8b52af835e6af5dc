import { say } from '../../words/suspects.ts';
import { formatBytes } from '../answers/format.ts';
import type { Heap } from '../heap.ts';
import { type Finding, isWorthSaying, type SuspectRule } from './rule.ts';

/** Texts that exist many times. V8 keeps one copy of what a program writes down, not of what it computes. */
export const duplicatedStrings: SuspectRule = {
  name: 'duplicated-strings',
  besides: true,
  find(heap, total) {
    const findings: Finding[] = [];
    for (const copies of copiesOf(heap, namesThatMatter(heap, total))) {
      const { node, count, size } = copies;
      const wasted = size * (count - 1);
      if (!isWorthSaying(wasted, total)) continue;
      const text = JSON.stringify(heap.tables.strings.head(heap.tables.nodeNames[node] as number, 40));
      const sentence = say('copies', { text, count, bytes: formatBytes(wasted) });
      findings.push({ node, count, bytes: wasted, sentence });
    }
    return findings;
  },
};

function isString(heap: Heap, node: number): boolean {
  return heap.tables.nodeTypes[node] === heap.codes.string && heap.sizes[node] !== 0;
}

/** The texts whose strings weigh enough together. */
function namesThatMatter(heap: Heap, total: number): ReadonlySet<number> {
  const { nodeNames, strings } = heap.tables;
  const bytes = new Float64Array(strings.count);
  for (let node = 0; node < nodeNames.length; node++) {
    const name = nodeNames[node] as number;
    if (isString(heap, node)) bytes[name] = (bytes[name] as number) + (heap.sizes[node] as number);
  }
  const names = new Set<number>();
  for (let name = 0; name < bytes.length; name++) if (isWorthSaying(bytes[name] as number, total)) names.add(name);
  return names;
}

interface Copies {
  readonly node: number;
  readonly size: number;
  count: number;
}

/** V8 writes the beginning of a long text only (1,024 characters): what begins alike is one text only if its size is one. */
function copiesOf(heap: Heap, names: ReadonlySet<number>): Iterable<Copies> {
  const groups = new Map<string, Copies>();
  for (let node = 0; node < heap.sizes.length; node++) {
    const name = heap.tables.nodeNames[node] as number;
    if (!names.has(name) || !isString(heap, node)) continue;
    const size = heap.sizes[node] as number;
    const key = `${name} ${size}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { node, size, count: 1 });
    else group.count++;
  }
  return groups.values();
}
