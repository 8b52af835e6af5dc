/**
 * docs/api.md, made from the OpenAPI document that a server serves.
 *
 * @typedef {{ type?: string, description?: string, nullable?: boolean, enum?: unknown[], properties?: Record<string, Schema>, items?: Schema,
 *   required?: string[], additionalProperties?: unknown, minimum?: number, maximum?: number, pattern?: string, anyOf?: Schema[] }} Schema
 * @typedef {{ description?: string, content?: Record<string, { schema?: Schema }> }} Answer
 * @typedef {{ summary?: string, tags?: string[], security?: unknown[], responses: Record<string, Answer>,
 *   parameters?: { name: string, in: string, required?: boolean, description?: string }[],
 *   requestBody?: { content: Record<string, { schema?: Schema }> } }} Route
 * @typedef {{ paths: Record<string, Record<string, Route>> }} Document
 */

const intro = `# API

Made from the description that each server gives of itself (\`/api/docs\` as a page, \`/api/docs/openapi.json\` for machines) by
\`scripts/publish-api.mjs\`; a test compares the two. How to call it in production: [deployment.md](deployment.md). Who is let in, and what
is not protected: [security.md](security.md).

- Sizes are bytes, durations milliseconds, moments milliseconds since 1970-01-01T00:00Z.
- Every JSON answer of \`/api/monitoring/memory\` begins with \`schema\` (\`memory-plus/backend@1\`), \`bootId\` (a new one after each start: counters begin
  anew) and \`serverTime\`. They are not repeated below.
- Errors are \`application/problem+json\` (RFC 9457): \`type\`, \`title\`, \`status\`, often \`detail\`, and \`errors\` with the field and what is wrong with it.
- Admin routes take \`Authorization: Bearer <ADMIN_TOKEN>\`.
- A server answers only to the names in \`ALLOWED_HOSTS\` and its own (403 otherwise).
`;
const envelope = new Set(['schema', 'bootId', 'serverTime']);
const deepest = 4;

/** @param {Document} document */
export function apiReference({ paths }) {
  /** @type {Map<string, string[]>} */
  const sections = new Map();
  for (const [path, methods] of Object.entries(paths)) {
    for (const [method, route] of Object.entries(methods)) {
      const tag = route.tags?.[0] ?? 'metrics';
      sections.set(tag, [...(sections.get(tag) ?? []), describe(`${method.toUpperCase()} ${path}`, route)]);
    }
  }
  const parts = [...sections].map(
    ([tag, routes]) => `## ${tag[0]?.toUpperCase()}${tag.slice(1)}\n\n${routes.join('\n')}`,
  );
  return `${intro}\n${parts.join('\n')}`;
}

/** @param {string} name @param {Route} route */
function describe(name, route) {
  const { summary = '', security, parameters = [], requestBody, responses } = route;
  const lines = [`### \`${name}\``, '', `${summary}${security ? ' (admin token)' : ''}.`, ''];
  if (parameters.length > 0) {
    lines.push('| parameter | |', '|---|---|');
    for (const { name: parameter, description = '' } of parameters)
      lines.push(`| \`${parameter}\` | ${cell(description)} |`);
    lines.push('');
  }
  const body = fieldsOf(Object.values(requestBody?.content ?? {})[0]?.schema);
  if (body.length > 0) lines.push('Body:', '', ...table(body), '');
  const answer = fieldsOf(responses['200']?.content?.['application/json']?.schema);
  if (answer.length > 0) lines.push('Answer:', '', ...table(answer), '');
  const refusals = Object.entries(responses).filter(([status]) => Number(status) >= 400);
  if (refusals.length > 0)
    lines.push(
      `Refused with: ${refusals.map(([status, { description = '' }]) => `${status} (${plain(description)})`).join('; ')}.`,
      '',
    );
  return lines.join('\n');
}

/** @param {{ name: string, type: string, description: string }[]} fields */
function table(fields) {
  return [
    '| field | type | |',
    '|---|---|---|',
    ...fields.map(({ name, type, description }) => `| \`${name}\` | ${cell(type)} | ${cell(description)} |`),
  ];
}

/** @param {Schema | undefined} schema @returns {{ name: string, type: string, description: string }[]} */
function fieldsOf(schema, prefix = '', depth = 0) {
  return Object.entries(schema?.properties ?? {}).flatMap(([key, field]) => {
    if (depth === 0 && envelope.has(key)) return [];
    const name = `${prefix}${key}`;
    const inner = field.items ?? field;
    const own = { name, type: typeOf(field), description: field.description ?? '' };
    if (depth >= deepest || !inner.properties) return [own];
    return [own, ...fieldsOf(inner, `${name}${field.items ? '[]' : ''}.`, depth + 1)];
  });
}

/** @param {Schema} schema @returns {string} */
function typeOf(schema) {
  const { type, nullable, items, anyOf } = schema;
  const values = schema.enum
    ?.filter((value) => value !== null)
    .map(String)
    .join(', ');
  const base =
    values ||
    (items
      ? `list of ${items.properties ? 'objects' : typeOf(items)}`
      : (type ?? anyOf?.map(typeOf).join(' or ') ?? ''));
  return nullable ? `${base} or null` : base;
}

/** @param {string} text */
function cell(text) {
  return plain(text).replaceAll('|', '\\|');
}

/** @param {string} text */
function plain(text) {
  return text.replaceAll(/\s+/g, ' ').trim();
}
