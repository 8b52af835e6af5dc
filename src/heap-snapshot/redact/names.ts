/** Types of nodes whose name is what a program computed, not what a programmer wrote. */
export const contentTypes: readonly string[] = ['string', 'concatenated string', 'sliced string', 'regexp'];

const weakMapEntry = /^(\d+ \/ part of key \().*?( @\d+\) -> value \().*?( @\d+\) pair in WeakMap \(table @\d+\))$/s;
const address = /\b([a-z][a-z0-9+.-]*:\/\/[^\s?#]*)[?#]\S*/gi;

/** How V8 writes a property whose key is a symbol. SVG has an element of that name, whose attributes are contents. */
const symbolKey = /^<symbol .*>$/s;

/** The name of a property, a variable or the like without contents. */
export function withoutContentsOfEdge(name: string): string {
  return symbolKey.test(name) ? name : withoutContents(name);
}

/** A name without the contents that V8 and the browser put into some: attributes, queries of addresses, WeakMap entries. */
export function withoutContents(name: string): string {
  const element = /^((?:Detached )?<[^\s>]*)\s/.exec(name);
  if (element !== null) return `${element[1] ?? ''}>`;
  const entry = weakMapEntry.exec(name);
  if (entry !== null) return `${entry[1] ?? ''}x${entry[2] ?? ''}x${entry[3] ?? ''}`;
  if (/^data:/i.test(name)) return 'data:';
  return name.replace(address, '$1').replace(/\/\/[^/@\s]*@/g, '//');
}
