// Writes what the core says (src/words) into _locales/en/messages.json, where translators find it. A test fails while the two differ.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'vite';

const file = '_locales/en/messages.json';
const server = await createServer({
  configFile: false,
  resolve: { conditions: ['source'] },
  server: { middlewareMode: true, hmr: false, ws: false },
  appType: 'custom',
  optimizeDeps: { noDiscovery: true },
  logLevel: 'error',
});
const { corePhrases } = await server.ssrLoadModule('/src/words/index.ts');
await server.close();

/** @param {string} name */
const placeholder = (name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** @param {{ english: string, names: readonly string[] }} phrase */
function messageOf({ english, names }) {
  const escaped = english.replaceAll('$', '$$$$');
  const message = escaped.replace(/\{(\d)\}/g, (_, digit) => `$${placeholder(names[digit - 1] ?? '').toUpperCase()}$`);
  if (names.length === 0) return { message };
  return {
    message,
    placeholders: Object.fromEntries(names.map((name, index) => [placeholder(name), { content: `$${index + 1}` }])),
  };
}

const messages = Object.entries(JSON.parse(readFileSync(file, 'utf8'))).filter(([key]) => !key.startsWith('core_'));
for (const phrase of corePhrases()) messages.push([phrase.key, messageOf(phrase)]);
messages.sort(([a], [b]) => (a < b ? -1 : 1));
writeFileSync(file, JSON.stringify(Object.fromEntries(messages)));
spawnSync('npx', ['biome', 'format', '--write', file], { stdio: 'inherit' });
