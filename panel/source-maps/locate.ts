import { maxNameLength } from '@memory-plus/core/model';
import type { ComponentPlace, FoundComponent } from '@memory-plus/core/protocol';
import type { PageResource } from '../platform/platform.ts';
import { offsetOfName, onlyPlaceOf, type Position, positionAt } from './position.ts';
import type { Trace } from './source-map.ts';

/** A place that DevTools can show; line and column from 1 on. */
export interface Spot {
  readonly url: string;
  readonly line: number;
  readonly column: number;
}

/** A place in the source, and the same in what the browser runs where it is another. */
export interface SourceSpot extends Spot {
  readonly generated: Spot | null;
}

export interface Located {
  /** Where the function or class of the component is. */
  readonly definition: SourceSpot | null;
  /** Where a development build says that it was used. */
  readonly use: SourceSpot | null;
  /** What the component is called in the source; null where no map tells. */
  readonly name: string | null;
}

/** Scripts that are searched, and how long they may be together. */
const mostScripts = 400;
const mostText = 40_000_000;
/** Places of the same code that are told apart. */
const mostCopies = 4;

/** What a page's files tell about its components. `mapOf` answers a script's map. */
export async function locate(
  components: readonly FoundComponent[],
  resources: readonly PageResource[],
  mapOf: (script: string, text: string) => Promise<Trace | null>,
): Promise<Map<string, Located>> {
  const definitions = await findDefinitions(components, resources);
  const located = new Map<string, Located>();
  for (const { component, places } of components) {
    const written = places.find(({ kind }) => kind === 'file');
    const used = places.find(({ kind }) => kind === 'use');
    const source = await sourceOf(definitions.get(component) ?? [], mapOf);
    located.set(component, {
      definition: source?.spot ?? (written ? spotOfPlace(written, resources) : null),
      use: used ? await spotOfUse(used, resources, mapOf) : null,
      name: source?.name?.slice(0, maxNameLength) ?? null,
    });
  }
  return located;
}

interface Definition {
  readonly script: string;
  readonly text: string;
  readonly offset: number;
}

/** Where the code of each component stands: once in each of these scripts. */
async function findDefinitions(
  components: readonly FoundComponent[],
  resources: readonly PageResource[],
): Promise<Map<string, Definition[]>> {
  const found = new Map<string, Definition[]>(components.map(({ component }) => [component, []]));
  let length = 0;
  for (const resource of resources.filter(isScript).slice(0, mostScripts)) {
    const text = (await resource.text()) ?? '';
    length += text.length;
    if (length > mostText) break;
    for (const { component, code } of components) {
      const offset = onlyPlaceOf(code, text);
      if (offset !== null) found.get(component)?.push({ script: resource.url, text, offset });
    }
  }
  return found;
}

/** By the address: DevTools does not tell every browser's extensions what kind of file it is. */
function isScript({ url }: PageResource): boolean {
  const path = /^https?:\/\/[^?#]*/i.exec(url)?.[0] ?? '';
  return (
    path !== '' && !/\.(?:css|map|png|jpe?g|gif|svg|webp|avif|ico|woff2?|ttf|otf|mp[34]|webm|wasm|json)$/i.test(path)
  );
}

interface Source {
  readonly spot: SourceSpot;
  readonly name: string | null;
}

/** The source of the one place. Among several, one is left where the others are only what it was made from; else none is known. */
async function sourceOf(
  definitions: readonly Definition[],
  mapOf: (script: string, text: string) => Promise<Trace | null>,
): Promise<Source | null> {
  if (definitions.length > mostCopies) return null;
  const sources = await Promise.all(definitions.map((definition) => traced(definition, mapOf)));
  const made = sources.filter(
    ({ spot }) => !sources.some((other) => other.spot.generated && other.spot.url === (spot.generated ?? spot).url),
  );
  return made.length === 1 ? (made[0] ?? null) : null;
}

async function traced(
  { script, text, offset }: Definition,
  mapOf: (script: string, text: string) => Promise<Trace | null>,
): Promise<Source> {
  const generated = toSpot(script, positionAt(text, offset));
  const trace = await mapOf(script, text);
  const original = trace?.(positionAt(text, offset));
  if (!trace || !original) return { spot: { ...generated, generated: null }, name: null };
  const name = offsetOfName(text, offset);
  const named = name === null ? null : trace(positionAt(text, name));
  return { spot: { ...toSpot(original.url, original), generated }, name: named?.name ?? null };
}

/** The place of a use: an address of a script is followed through its map, a path is looked for among the page's files. */
async function spotOfUse(
  place: ComponentPlace,
  resources: readonly PageResource[],
  mapOf: (script: string, text: string) => Promise<Trace | null>,
): Promise<SourceSpot | null> {
  const spot = spotOfPlace(place, resources);
  const script = resources.find(({ url }) => url === place.file);
  const text = script && (await script.text());
  if (!spot || !script || !text || place.line === 0) return spot;
  const trace = await mapOf(script.url, text);
  const original = trace?.({ line: place.line - 1, column: Math.max(0, place.column - 1) });
  return original ? { ...toSpot(original.url, original), generated: spot } : spot;
}

function spotOfPlace({ file, line, column }: ComponentPlace, resources: readonly PageResource[]): SourceSpot | null {
  const url = urlOfFile(file, resources);
  return url === null ? null : { url, line: Math.max(1, line), column: Math.max(1, column), generated: null };
}

/** The file of the page whose address ends most like a path of the machine that built it, at least with its name. */
export function urlOfFile(file: string, resources: readonly PageResource[]): string | null {
  if (resources.some(({ url }) => url === file)) return file;
  const wanted = partsOf(file);
  let best: string | null = null;
  let most = 0;
  for (const { url } of resources) {
    const parts = partsOf(url);
    let alike = 0;
    while (alike < wanted.length && parts.at(-1 - alike) === wanted.at(-1 - alike)) alike++;
    if (alike === most) best = null;
    if (alike > most) [best, most] = [url, alike];
  }
  return best;
}

function partsOf(path: string): string[] {
  return path
    .replace(/[?#].*$/, '')
    .split(/[\\/]+/)
    .filter(Boolean);
}

function toSpot(url: string, { line, column }: Position): Spot {
  return { url, line: line + 1, column: column + 1 };
}
