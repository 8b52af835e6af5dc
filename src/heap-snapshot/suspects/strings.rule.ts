import { formatBytes, formatCount } from '../answers/format.ts';
import { type Finding, isWorthSaying, type SuspectRule } from './rule.ts';

/** Texts that exist many times. V8 keeps one copy of what a program writes down, not of what it computes. */
export const duplicatedStrings: SuspectRule = {
  name: 'duplicated-strings',
  besides: true,
  find(heap, total) {
    const { nodeTypes, nodeNames, strings } = heap.tables;
    const counts = new Uint32Array(strings.count);
    const bytes = new Float64Array(strings.count);
    const heaviest = new Uint32Array(strings.count);
    for (let node = 0; node < nodeTypes.length; node++) {
      const size = heap.sizes[node] as number;
      if (nodeTypes[node] !== heap.codes.string || size === 0) continue;
      const name = nodeNames[node] as number;
      counts[name] = (counts[name] as number) + 1;
      bytes[name] = (bytes[name] as number) + size;
      heaviest[name] = node;
    }
    const findings: Finding[] = [];
    for (let name = 0; name < counts.length; name++) {
      const count = counts[name] as number;
      if (count < 2) continue;
      const wasted = ((bytes[name] as number) * (count - 1)) / count;
      if (!isWorthSaying(wasted, total)) continue;
      const text = JSON.stringify(strings.head(name, 40));
      const sentence = `The text ${text} exists ${formatCount(count)} times; one copy would save ${formatBytes(wasted)}.`;
      findings.push({ node: heaviest[name] as number, count, bytes: wasted, sentence });
    }
    return findings.sort((a, b) => b.bytes - a.bytes).slice(0, 20);
  },
};
