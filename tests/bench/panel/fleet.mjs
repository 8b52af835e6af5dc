// npm run bench:fleet: what a frame costs the panel while a hundred backends are paired through Prometheus. Options: --json, --frames=N (600).
// Each frame a quarter of a second of a made-up clock passes, so that every frame carries an update and every 60th an answer of Prometheus:
// far more than happens in real frames. A frame's cost is the time from its first callback to the first task after it was painted.
import { median, report } from '../report.mjs';
import { panelPage, startBrowser } from './browser.mjs';

const frames = Number(process.argv.find((argument) => argument.startsWith('--frames='))?.slice(9) ?? 600);

const browser = await startBrowser([panelPage]);
try {
  const page = await browser.open(panelPage);
  await page.click('[data-testid=tab-backend]');
  await page.click('[data-testid=backend-tab-fleet]');
  await page.locator('[data-testid=fleet-url]').fill('localhost:9090');
  await page.click('[data-testid=fleet-connect]');
  await page.evaluate('panelPage.connectPage(); panelPage.run(5000)');
  const shown = (await page.$$('[data-testid=fleet-instance]')).length;
  if (shown !== 100) throw new Error(`${shown} instances are shown where 100 belong.`);
  const costs = /** @type {number[]} */ (await page.evaluate(measure(frames)));
  const sorted = [...costs].sort((a, b) => a - b);
  const p99 = sorted[Math.floor(sorted.length * 0.99)] ?? Number.NaN;
  report([
    figure('fleet of 100: frame, median', median(costs), 16),
    { ...figure('fleet of 100: frame, 99th percentile', p99, 0), target: 'told', holds: true },
    { ...figure('fleet of 100: frame, longest', sorted.at(-1) ?? Number.NaN, 0), target: 'told', holds: true },
  ]);
} finally {
  await browser.close();
}

/** @param {string} name @param {number} value @param {number} most */
function figure(name, value, most) {
  return { name, value, unit: 'ms', target: `< ${most}`, holds: value < most };
}

/** A script that answers the cost of each of `count` frames. @param {number} count */
function measure(count) {
  return `(async () => {
    const costs = [];
    for (let frame = 0; frame < ${count}; frame++) {
      await panelPage.clock.advance(250);
      costs.push(await new Promise((resolve) => requestAnimationFrame(() => {
        const began = performance.now();
        void panelPage.clock.paint();
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => resolve(performance.now() - began);
        port2.postMessage(null);
      })));
    }
    return costs;
  })()`;
}
