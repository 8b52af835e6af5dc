import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { setupApiDocs } from '../../backend/src/api-docs.ts';
import { appModule } from '../../backend/src/app.module.ts';
import { apiReference } from '../../scripts/api-reference.mjs';
import { call, start, token } from './host.ts';

it('docs/api.md is what the server says of itself (node scripts/publish-api.mjs writes it)', async () => {
  const module = appModule({ adminToken: token, snapshots: { enabled: true } });
  const { app, base } = await start(module, 'express', setupApiDocs);
  const { text } = await call(base, '/api/docs/openapi.json');
  await app.close();
  const made = apiReference(JSON.parse(text));
  expect(made).toContain('### `GET /api/monitoring/memory/history`');
  expect(readFileSync('docs/api.md', 'utf8')).toBe(made);
});
