import type { TableName } from '../model/index.ts';
import type { Recording } from './format.ts';

/** Columns that hold addresses, or words in which paths stand. */
const told: { readonly [K in TableName]?: readonly string[] } = {
  requests: ['url', 'route'],
  frameScripts: ['script', 'invoker'],
  retained: ['detail'],
};

/** Paths that are told apart; beyond them all are one. */
const mostPaths = 10_000;

/** An absolute address or an absolute path inside of words. */
const address = /([a-z][a-z0-9+.-]*:\/\/[^/\s?#]+)?(\/[^\s?#,()]*)(?:[?#][^\s,()]*)?/gi;

/**
 * Takes the paths out of recordings: each becomes a number ("/path-3"), the same one each time, so that pages, routes and scripts can
 * still be told apart. Origins and the root path stay. All parts of one recording must go through the same one.
 */
export function createPathStripper(): (recording: Recording) => Recording {
  const names = new Map<string, string>();
  const nameOf = (path: string) => {
    if (path === '/') return path;
    const known = names.get(path);
    if (known !== undefined) return known;
    if (names.size >= mostPaths) return '/path-other';
    const name = `/path-${names.size + 1}`;
    names.set(path, name);
    return name;
  };
  const strip = (text: string) =>
    text.replace(address, (_all, origin: string | undefined, path: string) => `${origin ?? ''}${nameOf(path)}`);
  const stripCell = (cell: unknown) => (typeof cell === 'string' ? strip(cell) : cell);
  return (recording) => {
    const sources = recording.sources.map((source) => ({ ...source, url: strip(source.url) }));
    const tables = Object.entries(recording.tables).map(([table, columns]) => {
      const names = told[table as TableName] ?? [];
      const cells = names.map((name) => [
        name,
        (columns as unknown as Record<string, unknown[]>)[name]?.map(stripCell),
      ]);
      return [table, { ...columns, ...Object.fromEntries(cells) }];
    });
    return {
      ...recording,
      sources,
      tables: Object.fromEntries(tables) as Recording['tables'],
    };
  };
}
