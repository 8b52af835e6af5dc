import type { SnapshotTables } from '../parse/tables.ts';
import type { TypeCodes } from './codes.ts';
import type { Names } from './names.ts';
import { ShapeTree } from './shape-tree.ts';

/** A class made up for plain objects that have at least these properties, named by them: `{id, name}`. */
export interface ShapeClass {
  readonly name: string;
  readonly properties: readonly string[];
}

/** What becomes of plain objects: the class of each shape, or null where they stay `Object`. */
export interface PlainObjects {
  /** Ordinals of the plain objects. */
  readonly nodes: Uint32Array;
  readonly shapes: readonly ShapeClass[];
  readonly classOf: (position: number) => ShapeClass | null;
}

/** A name ends when it would get longer than this. */
const longestName = 120;
const fewestObjects = 2;
/** A shape is worth a class when at least one of so many plain objects begins with it. */
const oneOf = 1000;

/**
 * Sorts plain objects into classes by their properties: the beginnings of property lists that many objects share become
 * classes, and each object goes to the one with the most properties that it has all of.
 */
export function classifyPlainObjects(
  tables: SnapshotTables,
  codes: TypeCodes,
  names: Names,
  given?: readonly ShapeClass[],
): PlainObjects {
  const objectName = names.indexAmong(codes.object, 'Object');
  const nodes = plainObjects(tables, codes, objectName);
  const tree = new ShapeTree();
  const shapes = new Uint32Array(nodes.length);
  const beginnings = new Beginnings(tree, names);
  for (let position = 0; position < nodes.length; position++) {
    const shape = shapeOf(tables, codes, tree, names, nodes[position] as number);
    shapes[position] = shape;
    beginnings.count(shape);
  }
  const classes = given ?? beginnings.popular(nodes.length);
  const match = matcher(classes, tree, names);
  const matched = new Map<number, ShapeClass | null>();
  const classOf = (position: number) => {
    const shape = shapes[position] as number;
    let found = matched.get(shape);
    if (found === undefined) {
      found = match(shape);
      matched.set(shape, found);
    }
    return found;
  };
  return { nodes, shapes: classes, classOf };
}

function plainObjects({ nodeTypes, nodeNames }: SnapshotTables, codes: TypeCodes, objectName: number): Uint32Array {
  let count = 0;
  for (let node = 0; node < nodeTypes.length; node++)
    if (nodeNames[node] === objectName && nodeTypes[node] === codes.object) count++;
  const nodes = new Uint32Array(count);
  for (let node = 0, at = 0; at < count; node++)
    if (nodeNames[node] === objectName && nodeTypes[node] === codes.object) nodes[at++] = node;
  return nodes;
}

function shapeOf(tables: SnapshotTables, codes: TypeCodes, tree: ShapeTree, names: Names, node: number): number {
  const { firstEdges, edgeTypes, edgeNames } = tables;
  let shape = 0;
  for (let edge = firstEdges[node] as number, end = firstEdges[node + 1] as number; edge < end; edge++) {
    if (edgeTypes[edge] !== codes.propertyEdge) continue;
    const name = edgeNames[edge] as number;
    if (names.text(name) !== '__proto__') shape = tree.child(shape, name);
  }
  return shape;
}

/** Commas, quotes and braces in a property's name would be read as part of the class's, so such names are quoted. */
function formatted(name: string): string {
  return /[,'"{}]/.test(name) ? JSON.stringify(name) : name;
}

/** Counts the beginnings that give objects their candidate names. */
class Beginnings {
  readonly #tree: ShapeTree;
  readonly #names: Names;
  /** For each node of the tree: the node whose list is the candidate name, and the length of that name (negative: it ended). */
  readonly #candidates: number[] = [0];
  readonly #lengths: number[] = [1];
  readonly #counts = new Map<number, number>();

  constructor(tree: ShapeTree, names: Names) {
    this.#tree = tree;
    this.#names = names;
  }

  count(shape: number): void {
    // A parent is always made before its children, so the new nodes can be looked at in order.
    for (let node = this.#candidates.length; node < this.#tree.count; node++) this.#extend(node);
    const candidate = this.#candidates[shape] as number;
    if (candidate !== 0) this.#counts.set(candidate, (this.#counts.get(candidate) ?? 0) + 1);
  }

  #extend(node: number): void {
    const parent = this.#tree.parent(node);
    const length = this.#lengths[parent] as number;
    const name = formatted(this.#names.text(this.#tree.name(node))).length;
    const ended = length < 0 || (length > 1 && length + name > longestName);
    this.#candidates.push(ended ? (this.#candidates[parent] as number) : node);
    this.#lengths.push(ended ? -1 : length + name + (length === 1 ? 0 : 2));
  }

  /** The candidates that enough objects share, the commonest first. */
  popular(objects: number): ShapeClass[] {
    const least = Math.max(fewestObjects, objects / oneOf);
    // By name: a file that was rewritten may hold one text under several indices.
    const byName = new Map<string, { shape: ShapeClass; count: number }>();
    for (const [node, count] of this.#counts) {
      const properties = this.#tree.path(node).map((name) => this.#names.text(name));
      const name = `{${properties.map(formatted).join(', ')}}`;
      const known = byName.get(name);
      if (known === undefined) byName.set(name, { shape: { name, properties }, count });
      else known.count += count;
    }
    return [...byName.values()]
      .filter(({ count }) => count >= least)
      .sort((a, b) => b.count - a.count)
      .map(({ shape }) => shape);
  }
}

interface Step {
  readonly next: Map<string, Step>;
  match: { readonly shape: ShapeClass; readonly rank: number } | null;
}

/** Finds the best class for the properties of a shape: the most properties win, then the commoner class. */
function matcher(classes: readonly ShapeClass[], tree: ShapeTree, names: Names): (shape: number) => ShapeClass | null {
  const used = new Set(classes.flatMap(({ properties }) => properties));
  const root: Step = { next: new Map(), match: null };
  classes.forEach((shape, rank) => {
    let step = root;
    for (const property of [...shape.properties].sort()) {
      let next = step.next.get(property);
      if (next === undefined) {
        next = { next: new Map(), match: null };
        step.next.set(property, next);
      }
      step = next;
    }
    step.match ??= { shape, rank };
  });
  return (shape) => {
    const properties = tree
      .path(shape)
      .map((name) => names.text(name))
      .filter((name) => used.has(name))
      .sort();
    let best: Step['match'] = null;
    const steps = new Set([root]);
    for (const property of properties) {
      for (const step of [...steps]) {
        const next = step.next.get(property);
        if (next === undefined) continue;
        steps.add(next);
        best = better(next.match, best);
      }
    }
    return best?.shape ?? null;
  };
}

function better(a: Step['match'], b: Step['match']): Step['match'] {
  if (a === null || b === null) return a ?? b;
  const difference = a.shape.properties.length - b.shape.properties.length;
  if (difference !== 0) return difference > 0 ? a : b;
  return a.rank <= b.rank ? a : b;
}
