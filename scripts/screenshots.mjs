// npm run screenshots: every view of the real tab in real DevTools, on the demo, in both themes, at 400 and 1,200 px.
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { photograph } from './screenshots/photograph.mjs';
import { startDemo } from './start/demo.mjs';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));

const folder = 'docs/screenshots';
const help = `npm run screenshots -- [options]
  --seconds N    how long the demo is measured before each theme's pictures (default 60)
  --no-build     take what is built already
`;

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    'no-build': { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
const seconds = Number(values.seconds);
if (values.help || !(seconds >= 10 && seconds <= 600)) {
  process.stdout.write(help);
  process.exit(values.help ? 0 : 1);
}
if (!values['no-build'] && spawnSync(process.execPath, ['scripts/build.mjs'], { stdio: 'inherit' }).status !== 0)
  process.exit(1);

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const demo = await startDemo({ page: true, backend: true, say });
let total = 0;
try {
  for (const theme of /** @type {const} */ (['light', 'dark'])) {
    say(`Measuring the demo for ${seconds} s, ${theme} …`);
    for (const file of await photograph({ theme, seconds, folder, url: demo.pageUrl, backend: demo.backendUrl })) {
      const { size } = statSync(file);
      total += size;
      say(`${file}  ${Math.round(size / 1000)} kB`);
    }
  }
} finally {
  await demo.stop();
}
say(`All together ${(total / 1e6).toFixed(1)} MB.`);

/** @param {string} text */
function say(text) {
  process.stdout.write(`${text}\n`);
}
