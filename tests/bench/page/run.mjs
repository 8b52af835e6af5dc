// npm run bench:page: what the page script costs at document_start, its size, and what it leaves in a page while no panel is open.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { gzipSync } from 'node:zlib';
import { launchBrowser } from '../../../scripts/browser/launch.mjs';
import { median, report } from '../report.mjs';

const loads = 20;
const script = JSON.parse(readFileSync('dist/chrome/manifest.json', 'utf8')).content_scripts.find(
  (/** @type {{ world?: string }} */ { world }) => world === 'MAIN',
).js[0];

const server = createServer((_, response) => {
  response.setHeader('content-type', 'text/html');
  response.end('<!doctype html><title>empty</title>');
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
const url = `http://localhost:${port}/`;

const times = await evaluationTimes();
const left = await leftBehind();
if (left.length > 0) process.stderr.write(`Left behind: ${left.slice(0, 20).join(', ')}\n`);
report([
  {
    name: 'page script, evaluation at document_start, CPU, median of 20 loads',
    value: median(times),
    unit: 'ms',
    target: '<= 1',
    holds: median(times) <= 1,
  },
  size(),
  {
    name: 'globals beyond the framework hooks, no panel open',
    value: left.length,
    unit: 'count',
    target: '0',
    holds: left.length === 0,
  },
]);
server.close();

/** CPU time the browser itself counts for compiling and running the script, from its trace. No DevTools: they slow compilation down. */
async function evaluationTimes() {
  const browser = await launchBrowser({ devtools: false });
  const page = await browser.newPage();
  const result = [];
  for (let load = 0; load < loads; load++) {
    await page.tracing.start({ categories: ['devtools.timeline'] });
    await page.goto(url);
    const trace = JSON.parse(Buffer.from((await page.tracing.stop()) ?? []).toString());
    const own = trace.traceEvents.filter(
      (/** @type {{ name: string, args: { data?: { url?: string } } }} */ { name, args }) =>
        name === 'EvaluateScript' && args.data?.url?.endsWith(script),
    );
    if (own.length === 0) throw new Error('The trace names no evaluation of the page script.');
    result.push(
      own.reduce((/** @type {number} */ sum, /** @type {{ tdur: number }} */ { tdur }) => sum + tdur, 0) / 1000,
    );
  }
  await browser.close();
  return result;
}

function size() {
  const bytes = gzipSync(readFileSync(`dist/chrome/${script}`)).length;
  return { name: 'page script, gzip', value: bytes / 1000, unit: 'KB', target: '<= 25', holds: bytes <= 25_000 };
}

/** Names on `window` with the extension that are not there without it; the framework hooks are meant to be there. */
async function leftBehind() {
  const names = [];
  for (const extension of [null, 'dist/chrome']) {
    const browser = await launchBrowser({ extension, devtools: false });
    const page = await browser.newPage();
    await page.goto(url);
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    names.push(new Set(await page.evaluate(() => Reflect.ownKeys(window).map(String))));
    await browser.close();
  }
  const [without, withExtension] = names;
  return [...(withExtension ?? [])].filter((name) => !without?.has(name) && !/^__.*(DEVTOOLS|VUE).*__$/i.test(name));
}
