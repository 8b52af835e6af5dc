export type Schemas = typeof import('./schema-table.ts');

let fetched: Schemas | null = null;

/** The schemas and what reads by them are fetched with the first answer of a backend: the tab opens without them. */
export async function fetchSchemas(): Promise<Schemas> {
  fetched ??= await import('./schema-table.ts');
  return fetched;
}

/** The same where an answer has come before. */
export function schemas(): Schemas {
  if (!fetched) throw new TypeError('No answer has come yet.');
  return fetched;
}
