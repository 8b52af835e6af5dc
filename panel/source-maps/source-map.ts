import type { TraceMap } from '@jridgewell/trace-mapping';
import type { Environment } from '../store/environment.ts';
import { fetchMap, maxMapLength } from './fetch-map.ts';
import { nameAt, type Position } from './position.ts';

/** Where something stands in the source that a person wrote. */
export interface OriginalPosition extends Position {
  readonly url: string;
  /** What it is called there; null where the map does not tell. */
  readonly name: string | null;
}

/** Answers for one script; null for a place that the map does not know. */
export type Trace = (position: Position) => OriginalPosition | null;

/** The comment that names a script's map is at its end. */
const tail = 5_000;

/** The map of a script; null where it has none, or none that can be read. The library is loaded with the first one. */
export async function readMap(script: string, text: string, environment: Environment): Promise<Trace | null> {
  const address = addressOfMap(text);
  if (address === null) return null;
  const inside = address.startsWith('data:');
  const json = inside ? decodeData(address) : await fetchMap(address, script, environment);
  if (json === null || json.length > maxMapLength) return null;
  const { FlattenMap, originalPositionFor, sourceContentFor } = await import('@jridgewell/trace-mapping');
  try {
    // Some servers put a line before it, against other pages that would run it as a script.
    const map = new FlattenMap(json.replace(/^\)\]\}'[^\n]*\n/, ''), inside ? script : new URL(address, script).href);
    return (position) => trace(map, position, { originalPositionFor, sourceContentFor });
  } catch {
    return null;
  }
}

type Library = Pick<typeof import('@jridgewell/trace-mapping'), 'originalPositionFor' | 'sourceContentFor'>;

/** The map is a stranger's, and read only where it is asked: it may name what is no text, or be broken further on. */
function trace(map: TraceMap, { line, column }: Position, library: Library): OriginalPosition | null {
  try {
    const found = library.originalPositionFor(map, { line: line + 1, column });
    if (typeof found.source !== 'string') return null;
    const position = { line: found.line - 1, column: found.column };
    const content: unknown = library.sourceContentFor(map, found.source);
    const told = typeof found.name === 'string' ? found.name : null;
    return {
      ...position,
      url: found.source,
      name: told ?? (typeof content === 'string' ? nameAt(content, position) : null),
    };
  } catch {
    return null;
  }
}

export function addressOfMap(text: string): string | null {
  const inline = text.lastIndexOf('sourceMappingURL=data:');
  // A map inside of the script is as long as it likes.
  const end = text.slice(inline >= 0 ? Math.max(0, inline - 10) : -tail);
  const found = [...end.matchAll(/^[ \t]*\/\/[#@][ \t]*sourceMappingURL=(\S+)[ \t]*$/gm)].at(-1);
  return found?.[1] ?? null;
}

function decodeData(address: string): string | null {
  const [, encoded, data = ''] = /^data:application\/json[^,]*?(;base64)?,(.*)$/.exec(address) ?? [];
  if (data.length > 2 * maxMapLength) return null;
  try {
    if (!encoded) return decodeURIComponent(data);
    return new TextDecoder().decode(Uint8Array.from(atob(data), (character) => character.charCodeAt(0)));
  } catch {
    return null;
  }
}
