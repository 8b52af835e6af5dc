// Writes docs/recording.schema.json from the schema in src/recording. A test fails while the two differ.
import { writeFileSync } from 'node:fs';
import { createServer } from 'vite';

const server = await createServer({
  configFile: false,
  server: { middlewareMode: true, hmr: false, ws: false },
  appType: 'custom',
  logLevel: 'error',
});
const { recordingJsonSchema } = await server.ssrLoadModule('/src/recording/schema.ts');
writeFileSync('docs/recording.schema.json', `${JSON.stringify(recordingJsonSchema(), null, 2)}\n`);
await server.close();
