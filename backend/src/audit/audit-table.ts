import type { ServiceReport } from './audit-application.ts';

const shownFields = 40;

/** The report as a table for a terminal, what grows first, with what to do about it. */
export function auditTable({ services, samples, fields, unseen, leftBehind }: ServiceReport): string {
  const growing = fields.filter(({ verdict }) => verdict === 'growing');
  const rows = fields
    .slice(0, Math.max(shownFields, growing.length))
    .map(({ verdict, name, kind, size, perMinute, bound }) => [
      verdict,
      name,
      kind,
      String(size),
      perMinute.toFixed(1),
      bound === null ? '–' : String(bound),
    ]);
  const left = fields.length - rows.length;
  return [
    `${services} services, ${samples} rounds, ${fields.length} fields, ${growing.length} growing without bound.`,
    '',
    ...aligned([['verdict', 'field', 'kind', 'size', 'per round', 'bound'], ...rows]),
    ...(left > 0 ? [`and ${left} more that do not grow.`] : []),
    ...(growing.length > 0 ? ['', ...growing.map(({ name, advice }) => `${name}: ${advice ?? ''}`)] : []),
    ...(leftBehind.length > 0
      ? [
          '',
          'Left behind after the application was closed:',
          ...leftBehind.map(({ name, kind, count, advice }) => `  ${name}: ${count} × ${kind}. ${advice}`),
        ]
      : []),
    ...(unseen.length > 0 ? ['', 'Not seen:', ...unseen.map(({ name, reason }) => `  ${name}: ${reason}`)] : []),
    '',
  ].join('\n');
}

function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => (column < 3 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
}
