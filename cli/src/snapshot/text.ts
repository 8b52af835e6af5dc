import {
  type ClassRow,
  edgeText,
  formatBytes,
  formatCount,
  formatShare,
  type HuntResult,
  type NodeRow,
  type PathStep,
  pathText,
  type SnapshotDiff,
  type Summary,
  type Suspect,
} from '@memory-plus/core/heap-snapshot';

/** A table with its first column to the left and the others to the right. Names that are too long are cut. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const cut = (text: string) => printable(text.length > 60 ? `${text.slice(0, 59)}…` : text);
  const lines = [head, ...rows].map((row) => row.map(cut));
  const widths = head.map((_, column) => Math.max(...lines.map((row) => row[column]?.length ?? 0)));
  return lines
    .map((row) =>
      row
        .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
        .join('  '),
    )
    .join('\n');
}

/** Names in a snapshot come from a stranger: nothing in them may steer the terminal. */
function printable(text: string): string {
  return text.replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, '·');
}

function classTable(rows: readonly ClassRow[]): string {
  return table(
    ['class', 'count', 'own size', 'keeps alive'],
    rows.map(({ name, count, selfSize, retainedSize }) => [
      name,
      formatCount(count),
      formatBytes(selfSize),
      formatBytes(retainedSize),
    ]),
  );
}

export function summaryText(summary: Summary, biggest: readonly NodeRow[]): string {
  const { kinds, detached, totalSize } = summary;
  const parts = Object.entries({
    code: kinds.code,
    strings: kinds.strings,
    arrays: kinds.arrays,
    'typed arrays': kinds.typedArrays,
    native: kinds.native,
    system: kinds.system,
  })
    .map(([name, bytes]) => `${name} ${formatBytes(bytes)}`)
    .join(', ');
  const lines = [
    `${formatBytes(totalSize)} in ${formatCount(summary.nodeCount)} objects with ${formatCount(summary.edgeCount)} references: ${parts}.`,
  ];
  if (detached.count > 0)
    lines.push(`Out of the document but still referred to: ${formatCount(detached.count)} DOM nodes.`);
  const owners = table(
    ['object', 'id', 'own size', 'keeps alive'],
    biggest.map(({ className, id, selfSize, retainedSize }) => [
      className,
      `@${id}`,
      formatBytes(selfSize),
      formatBytes(retainedSize),
    ]),
  );
  return `${lines.join('\n')}\n\n${classTable(summary.classes)}\n(${summary.classes.length} of ${summary.classCount} classes)\n\nWhat keeps most alive\n${owners}`;
}

export function suspectsText(suspects: readonly Suspect[]): string {
  if (suspects.length === 0)
    return 'Nothing in this snapshot looks like a leak. One snapshot cannot show growth: try "snapshot hunt" with three.';
  return suspects
    .map(({ word, sentence, share, example, pathText: path }, at) => {
      const held = path === '' ? 'held by weak references only' : `held by ${path}`;
      return (
        printable(`${at + 1}. [${word}] ${sentence} (${formatShare(share, 1)} of the heap, @${example.id})`) +
        `\n   ${printable(held)}`
      );
    })
    .join('\n');
}

const signed = (bytes: number) => `${bytes > 0 ? '+' : ''}${formatBytes(bytes)}`;

export function diffText(diff: SnapshotDiff, limit: number): string {
  const rows = diff.classes
    .slice(0, limit)
    .map(({ name, added, removed, sizeChange, retainedSizeChange }) => [
      name,
      `+${formatCount(added)}`,
      `-${formatCount(removed)}`,
      signed(sizeChange),
      signed(retainedSizeChange),
    ]);
  const head = `${formatBytes(diff.totalBefore)} before, ${formatBytes(diff.totalAfter)} after (${signed(diff.totalAfter - diff.totalBefore)}), compared by ${diff.by}.`;
  const warning = diff.warning === null ? '' : `\n${diff.warning}`;
  return `${head}${warning}\n\n${table(['class', 'new', 'gone', 'own size', 'keeps alive'], rows)}\n(${rows.length} of ${diff.classes.length} classes that changed)`;
}

export function pathLines(path: readonly PathStep[] | null): string {
  if (path === null) return 'Nothing but weak references holds this object: it will go with the next collection.';
  return path
    .map(({ edge, className, id, retainedSize }, at) => {
      const how = edge === null ? '' : `${edgeText(edge)} `;
      return printable(
        `${'  '.repeat(Math.min(at, 30))}${how}${className === '' ? '(root)' : className} @${id}, keeps ${formatBytes(retainedSize)} alive`,
      );
    })
    .join('\n');
}

export function huntText(result: HuntResult): string {
  const lines = [
    `${formatCount(result.count)} objects came with the action and stayed: ${formatBytes(result.bytes)}.`,
    ...result.clusters.map(
      ({ word, because, className, count, retainedSize, example, path }, at) =>
        `${printable(
          `${at + 1}. [${word}] ${formatCount(count)} × ${className}, ${formatBytes(retainedSize)}: ${because} (@${example.id})`,
        )}\n   held by ${path === null ? 'weak references only' : printable(pathText(path))}`,
    ),
  ];
  if (result.growing.length > 0) lines.push('', 'Collections that grew in each snapshot');
  for (const { collection, entries, retainedSize, path } of result.growing)
    lines.push(
      printable(
        `${collection.className} @${collection.id}: ${entries.join(' → ')} entries, ${formatBytes(retainedSize)}${path === null ? '' : `, ${pathText(path)}`}`,
      ),
    );
  return lines.join('\n');
}
