// Writes docs/api.md from what the built server says of itself: node backend/build.mjs && node scripts/publish-api.mjs
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { apiReference } from './api-reference.mjs';
import { freePort } from './start/free-port.mjs';

const port = await freePort();
const server = spawn(process.execPath, ['backend/dist/main.js'], {
  // Every route there is; the token is that of a server that lives for a second.
  env: { ...process.env, PORT: String(port), STORAGE: 'false', SNAPSHOTS: 'true', ADMIN_TOKEN: crypto.randomUUID() },
  stdio: ['ignore', 'pipe', 'inherit'],
});
try {
  await once(server.stdout, 'data');
  const document = await (await fetch(`http://127.0.0.1:${port}/api/docs/openapi.json`)).json();
  writeFileSync('docs/api.md', apiReference(document));
} finally {
  server.kill();
}
