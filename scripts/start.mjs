// npm start: builds, opens a browser with the Memory+ tab on a page, paired with a backend. See `npm start -- --help`.
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { startDemo } from './start/demo.mjs';
import { inspect } from './start/inspect.mjs';
import { help, readOptions } from './start/options.mjs';
import { summarise } from './start/summary.mjs';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));

const options = readOptions(process.argv.slice(2), process.env, process.platform);
if ('help' in options) {
  process.stdout.write(help);
} else if ('problem' in options) {
  fail(options.problem, 'npm start -- --help lists what can be said.');
} else {
  await run(options).catch((error) => fail(error instanceof Error ? error.message : String(error)));
}

/** @param {import('./start/options.mjs').Options} options */
async function run(options) {
  if (spawnSync(process.execPath, ['scripts/build.mjs'], { stdio: 'inherit' }).status !== 0) process.exit(1);
  const demo = await startDemo({ page: options.url === null, backend: options.backend === null, say });
  try {
    const url = options.url ?? demo.pageUrl;
    const backend = options.backend ?? demo.backendUrl;
    const result = await inspect({ ...options, url, backend, ownPage: options.url === null, say });
    if (result) {
      mkdirSync('out', { recursive: true });
      writeFileSync('out/panel.png', result.screenshot);
      writeFileSync('out/recording.json', result.recording);
      say(summarise(result));
      say('Wrote out/panel.png and out/recording.json.');
    }
  } finally {
    await demo.stop();
  }
}

/** @param {string} text */
function say(text) {
  process.stdout.write(`${text}\n`);
}

/** @param {string[]} lines @returns {never} */
function fail(...lines) {
  process.stderr.write(`${lines.join('\n')}\n`);
  process.exit(1);
}
