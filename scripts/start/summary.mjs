/**
 * What a run without a display prints: read from the exported recording, not from anywhere else.
 *
 * @param {import('./inspect.mjs').Result} result
 * @returns {string}
 */
export function summarise({ recording, verdict, backendStatus, backendUrl, notice }) {
  const { sources, tables, dropped } = JSON.parse(recording);
  const rows = Object.values(tables).reduce((sum, { at }) => sum + at.length, 0);
  const lost = dropped.page + dropped.relay + dropped.recording;
  const heap = heapOf(tables.heap, sources, 'page');
  const server = heapOf(tables.heap, sources, 'server');
  const lines = [
    `Samples         ${rows} (${lost} lost)`,
    `Page heap       ${heap ? `${megabytes(heap.first)} → ${megabytes(heap.last)}` : 'no reading'}`,
    `Verdict         ${verdict}`,
    `Slow renders    ${slowest(tables.slowRenders)}`,
    `Backend         ${backendUrl ? `${backendStatus}, ${backendUrl}` : 'none'}${server ? `, heap ${megabytes(server.first)} → ${megabytes(server.last)}` : ''}`,
  ];
  if (notice) lines.push(`Page            ${notice}`);
  return lines.join('\n');
}

/**
 * @param {{ source: number[], used: number[] } | undefined} heap @param {{ kind: string }[]} sources @param {string} kind
 */
function heapOf(heap, sources, kind) {
  const used = heap ? heap.used.filter((_, row) => sources[heap.source[row] ?? -1]?.kind === kind) : [];
  return used.length > 0 ? { first: used[0] ?? 0, last: used.at(-1) ?? 0 } : null;
}

/** @param {{ component: string[], duration: number[] } | undefined} slow */
function slowest(slow) {
  if (!slow) return 'none';
  /** @type {Map<string, { count: number, worst: number }>} */
  const byName = new Map();
  slow.component.forEach((name, row) => {
    const entry = byName.get(name) ?? { count: 0, worst: 0 };
    byName.set(name, { count: entry.count + 1, worst: Math.max(entry.worst, slow.duration[row] ?? 0) });
  });
  const worst = [...byName].sort((a, b) => b[1].worst - a[1].worst).slice(0, 3);
  return worst.map(([name, { count, worst }]) => `${name} ${worst.toFixed(0)} ms (${count}×)`).join(', ');
}

/** @param {number} bytes */
function megabytes(bytes) {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
