import type { SnapshotTables } from '../parse/tables.ts';
import type { TypeCodes } from './codes.ts';
import { type Detachedness, detached } from './detachedness.ts';
import type { Names } from './names.ts';
import { classifyPlainObjects, type ShapeClass } from './shapes.ts';

/** Where a constructor or function stands in its script. Line and column count from 0. */
export interface SourceLocation {
  readonly script: number;
  readonly line: number;
  readonly column: number;
}

/** What nodes are sorted by: a constructor's name, with its place where the file gives it (two classes may have one name). */
export interface HeapClass {
  readonly name: string;
  readonly location: SourceLocation | null;
}

export interface Classes {
  readonly list: readonly HeapClass[];
  /** The class of each node, as an index of `list`. */
  readonly of: Uint32Array;
  /** The shapes that plain objects were sorted by, the commonest first. */
  readonly shapes: readonly ShapeClass[];
}

/** Sorts every node into a class, as Chrome DevTools does; by the shapes given, or else by those that are common here. */
export function classify(
  tables: SnapshotTables,
  codes: TypeCodes,
  names: Names,
  dom: Detachedness,
  shapes?: readonly ShapeClass[],
): Classes {
  const list: HeapClass[] = [];
  const add = (name: string, location: SourceLocation | null = null) => list.push({ name, location }) - 1;
  const of = new Uint32Array(tables.nodeTypes.length);
  sortByName(tables, codes, names, dom, of, add);
  const plain = classifyPlainObjects(tables, codes, names, shapes);
  const shapeClasses = new Map<string, number>();
  for (let position = 0; position < plain.nodes.length; position++) {
    const shape = plain.classOf(position);
    if (shape === null) continue;
    let index = shapeClasses.get(shape.name);
    if (index === undefined) {
      index = add(shape.name);
      shapeClasses.set(shape.name, index);
    }
    of[plain.nodes[position] as number] = index;
  }
  splitByLocation(tables, codes, of, list);
  return { list, of, shapes: plain.shapes };
}

function fixedName(typeName: string): string {
  const known: Record<string, string> = {
    hidden: '(system)',
    code: '(compiled code)',
    closure: 'Function',
    regexp: 'RegExp',
  };
  return known[typeName] ?? `(${typeName})`;
}

function sortByName(
  tables: SnapshotTables,
  codes: TypeCodes,
  names: Names,
  dom: Detachedness,
  of: Uint32Array,
  add: (name: string) => number,
): void {
  const { layout, nodeTypes, nodeNames, strings } = tables;
  const fixed: number[] = layout.nodeTypeNames.map((_, type) =>
    type === codes.object || type === codes.native ? -1 : -2,
  );
  const byName = [new Int32Array(strings.count).fill(-1), new Map<number, number>()] as const;
  // By text: a file that was rewritten may hold one text under several indices.
  const byText = new Map<string, number>();
  for (let node = 0; node < nodeTypes.length; node++) {
    const type = nodeTypes[node] as number;
    const known = fixed[type] as number;
    if (known !== -1) {
      if (known === -2) fixed[type] = add(fixedName(layout.nodeTypeNames[type] ?? ''));
      of[node] = fixed[type] as number;
      continue;
    }
    const name = nodeNames[node] as number;
    const prefixed = dom.named && type === codes.native && dom.states[node] === detached;
    let index = prefixed ? byName[1].get(name) : (byName[0][name] as number);
    if (index === undefined || index < 0) {
      index = named(`${prefixed ? 'Detached ' : ''}${names.text(name)}`, byText, add);
      if (prefixed) byName[1].set(name, index);
      else byName[0][name] = index;
    }
    of[node] = index;
  }
}

/** `<div id="a">` and `Detached <div id="a">` are sorted by their tag; every other name is a class of its own. */
function named(name: string, known: Map<string, number>, add: (name: string) => number): number {
  const skip = name.startsWith('<') ? 0 : name.startsWith('Detached <') ? 10 : -1;
  const space = skip < 0 ? -1 : name.indexOf(' ', skip);
  const tag = space < 0 ? name : `${name.slice(0, space)}>`;
  let index = known.get(tag);
  if (index === undefined) {
    index = add(tag);
    known.set(tag, index);
  }
  return index;
}

/** Objects whose constructor's place is known go to a class of their own for each place. */
function splitByLocation(
  { locations, nodeTypes }: SnapshotTables,
  codes: TypeCodes,
  of: Uint32Array,
  list: HeapClass[],
): void {
  const places = new Map<number, Map<number | string, number>>();
  const placeOf = (row: number): number => {
    const script = locations[row + 1] as number;
    const line = locations[row + 2] as number;
    const column = locations[row + 3] as number;
    let inScript = places.get(script);
    if (inScript === undefined) {
      inScript = new Map();
      places.set(script, inScript);
    }
    const key = line < 2 ** 20 ? line * 2 ** 32 + column : `${line},${column}`;
    let first = inScript.get(key);
    if (first === undefined) {
      first = row;
      inScript.set(key, first);
    }
    return first;
  };
  const split = new Map<number, number>();
  // The last location of a node counts. A Map would end at 2^24 objects.
  const rowAfter = new Uint32Array(nodeTypes.length);
  for (let row = 0; row < locations.length; row += 4) rowAfter[locations[row] as number] = row + 4;
  for (let row = 0; row < locations.length; row += 4) {
    const node = locations[row] as number;
    if (nodeTypes[node] !== codes.object || rowAfter[node] !== row + 4) continue;
    const base = of[node] as number;
    const place = placeOf(row);
    const key = base * (locations.length + 1) + place;
    let index = split.get(key);
    if (index === undefined) {
      const location = {
        script: locations[place + 1] as number,
        line: locations[place + 2] as number,
        column: locations[place + 3] as number,
      };
      index = list.push({ name: list[base]?.name ?? '', location }) - 1;
      split.set(key, index);
    }
    of[node] = index;
  }
}
