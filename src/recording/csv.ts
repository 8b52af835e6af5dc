import { type TableName, tables } from '../model/index.ts';
import type { Recording } from './format.ts';
import { rowsOf } from './rows.ts';

/** One table as CSV (RFC 4180), a header line first. Cells that a spreadsheet would run as a formula are made text. */
export function exportCsv(recording: Recording, table: TableName): string {
  const names = Object.keys(tables[table]);
  const lines = [['source', ...names].join(',')];
  for (const row of rowsOf(recording, table)) {
    const values = row as unknown as Record<string, unknown>;
    const source = recording.sources[row.source];
    lines.push([source?.url ?? '', ...names.map((name) => values[name])].map(csvCell).join(','));
  }
  return `${lines.join('\r\n')}\r\n`;
}

function csvCell(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  let text = Array.isArray(value) ? value.join(' ') : String(value);
  if (/^[=+\-@\t\r]/.test(text)) text = `'${text}`;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
