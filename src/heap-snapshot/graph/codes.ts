import type { SnapshotLayout } from '../parse/layout.ts';

/** The file's numbers for the types that have a meaning here; -1 for one that the file does not know. */
export interface TypeCodes {
  readonly hidden: number;
  readonly array: number;
  readonly string: number;
  readonly object: number;
  readonly code: number;
  readonly closure: number;
  readonly regexp: number;
  readonly native: number;
  readonly synthetic: number;
  readonly consString: number;
  readonly slicedString: number;
  readonly contextEdge: number;
  readonly elementEdge: number;
  readonly propertyEdge: number;
  readonly internalEdge: number;
  readonly hiddenEdge: number;
  readonly shortcutEdge: number;
  readonly weakEdge: number;
}

export function typeCodes({ nodeTypeNames: node, edgeTypeNames: edge }: SnapshotLayout): TypeCodes {
  return {
    hidden: node.indexOf('hidden'),
    array: node.indexOf('array'),
    string: node.indexOf('string'),
    object: node.indexOf('object'),
    code: node.indexOf('code'),
    closure: node.indexOf('closure'),
    regexp: node.indexOf('regexp'),
    native: node.indexOf('native'),
    synthetic: node.indexOf('synthetic'),
    consString: node.indexOf('concatenated string'),
    slicedString: node.indexOf('sliced string'),
    contextEdge: edge.indexOf('context'),
    elementEdge: edge.indexOf('element'),
    propertyEdge: edge.indexOf('property'),
    internalEdge: edge.indexOf('internal'),
    hiddenEdge: edge.indexOf('hidden'),
    shortcutEdge: edge.indexOf('shortcut'),
    weakEdge: edge.indexOf('weak'),
  };
}
