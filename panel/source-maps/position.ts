/** A place in a text: line and column from 0 on, as source maps count. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

export function positionAt(text: string, offset: number): Position {
  let line = 0;
  let start = 0;
  for (let end = text.indexOf('\n'); end >= 0 && end < offset; end = text.indexOf('\n', start)) {
    line++;
    start = end + 1;
  }
  return { line, column: offset - start };
}

/** Where `code` stands in `text`, if it does so exactly once. */
export function onlyPlaceOf(code: string, text: string): number | null {
  if (code === '') return null;
  const first = text.indexOf(code);
  return first >= 0 && text.indexOf(code, first + 1) < 0 ? first : null;
}

const ownName = /^(?:async\s+)?(?:function\s*\*?|class)\s+(?!extends\b)([\w$]+)/;
/** "name = ", "name: ", "name = memo(", "name = (0,react.memo)(": the name that an anonymous function is given. */
const givenName = /([\w$]+)\s*[=:]\s*(?:\/\*[^*]*\*\/\s*)?(?:(?:\(0,\s*[\w$.]+\)|[\w$.]+)\(\s*)*$/;

/** Offset of the name of the function or class that begins at `offset`; null where it has none. */
export function offsetOfName(text: string, offset: number): number | null {
  const own = ownName.exec(text.slice(offset, offset + 300));
  if (own?.[1]) return offset + own[0].length - own[1].length;
  const from = Math.max(0, offset - 200);
  const given = givenName.exec(text.slice(from, offset));
  return given ? from + given.index : null;
}

/** Words that may stand between the place that a map names and the name itself. */
const declared =
  /(?:(?:export|default|async|function|class|const|let|var)\b[\s*]*)*([\p{ID_Start}$_][\p{ID_Continue}$]*)/uy;
const keywords: ReadonlySet<string> = new Set(['export', 'default', 'async', 'function', 'class', 'const', 'let']);

/** The name that is declared at a place of the original source. */
export function nameAt(source: string, { line, column }: Position): string | null {
  const text = source.split('\n', line + 1)[line] ?? '';
  declared.lastIndex = column;
  const name = declared.exec(text.slice(0, column + 300))?.[1] ?? null;
  return name === null || keywords.has(name) ? null : name;
}
