import type { SnapshotTables } from '../parse/tables.ts';
import type { TypeCodes } from './codes.ts';
import type { Names } from './names.ts';

/** Set in an edge's type when the edge keeps nothing alive for the dominator tree. */
export const idle = 0x80;

/** Marks what the page itself can reach, so that what a debugger holds does not dominate it. */
export function pageObjects(tables: SnapshotTables, codes: TypeCodes, names: Names): Uint8Array {
  const { layout, nodeTypes, nodeNames, firstEdges, edgeTypes, edgeTargets } = tables;
  const marks = new Uint8Array(nodeTypes.length);
  const stack: number[] = [];
  const root = layout.rootOrdinal;
  for (let edge = firstEdges[root] as number; edge < (firstEdges[root + 1] as number); edge++) {
    const child = edgeTargets[edge] as number;
    const documents =
      edgeTypes[edge] === codes.elementEdge &&
      nodeTypes[child] === codes.synthetic &&
      names.text(nodeNames[child] as number) === '(Document DOM trees)';
    if (!documents && edgeTypes[edge] !== codes.shortcutEdge) continue;
    marks[child] = 1;
    stack.push(child);
  }
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    for (let edge = firstEdges[node] as number, end = firstEdges[node + 1] as number; edge < end; edge++) {
      const child = edgeTargets[edge] as number;
      if (marks[child] === 1 || edgeTypes[edge] === codes.weakEdge) continue;
      marks[child] = 1;
      stack.push(child);
    }
  }
  return marks;
}

/**
 * A copy of the edges' types in which those that keep nothing alive are marked `idle`: weak ones, those to the node itself,
 * shortcuts below the root, those from outside the page into it, and the table's half of a WeakMap entry (the key's half
 * says more).
 */
export function markIdleEdges(tables: SnapshotTables, codes: TypeCodes, names: Names, pages: Uint8Array): Uint8Array {
  const { layout, nodeTypes, nodeIds, firstEdges, edgeTargets, edgeNames } = tables;
  const types = tables.edgeTypes.slice();
  const { weakEdge, shortcutEdge, internalEdge } = codes;
  const root = layout.rootOrdinal;
  for (let node = 0; node < nodeTypes.length; node++) {
    const outside = node !== root && pages[node] === 0;
    for (let edge = firstEdges[node] as number, end = firstEdges[node + 1] as number; edge < end; edge++) {
      const type = types[edge] as number;
      const target = edgeTargets[edge] as number;
      const useless =
        type === weakEdge ||
        target === node ||
        (type === shortcutEdge && node !== root) ||
        (outside && pages[target] === 1) ||
        (type === internalEdge && names.weakMapEntry(edgeNames[edge] as number)?.table === nodeIds[node]);
      if (useless) types[edge] = type | idle;
    }
  }
  return types;
}
