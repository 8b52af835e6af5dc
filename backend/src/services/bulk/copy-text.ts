const escaped: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '\t': '\\t',
  '\n': '\\n',
  '\r': '\\r',
  '\b': '\\b',
  '\f': '\\f',
  '\v': '\\v',
};
const special = /[\\\t\n\r\b\f\v]/;
const everySpecial = /[\\\t\n\r\b\f\v]/g;

/**
 * One row in the text format of PostgreSQL's COPY. Null and undefined become NULL, dates ISO 8601, buffers bytea, arrays and other objects
 * JSON.
 * @throws Error for a text with the character 0, which PostgreSQL does not store
 */
export function copyLine(row: readonly unknown[]): string {
  let line = '';
  for (let i = 0; i < row.length; i++) line += (i === 0 ? '' : '\t') + copyCell(row[i]);
  return `${line}\n`;
}

function copyCell(value: unknown): string {
  if (value === null || value === undefined) return '\\N';
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return escapeText(value);
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array)
    return `\\\\x${Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('hex')}`;
  return escapeText(JSON.stringify(value));
}

function escapeText(text: string): string {
  if (text.includes('\0')) throw new Error('A text has the character 0, which PostgreSQL does not store.');
  return special.test(text) ? text.replace(everySpecial, (character) => escaped[character] ?? character) : text;
}
