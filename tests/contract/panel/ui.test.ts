import { readFileSync } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ElementHandle, Page } from 'puppeteer';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { byId, connect, inPage, picture, servePanelPage, textOf } from './panel-page.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const minute = 60_000;
const digits = ['1', '2', '3', '4', '5', '6', '7', '8'] as const;
const start = 1_772_442_000_000;

// A busy machine takes its time; nothing here is about speed.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

let served: Awaited<ReturnType<typeof servePanelPage>>;
let page: Page;
let problems: string[];
beforeAll(async () => {
  served = await servePanelPage();
});
afterAll(() => served?.close());
beforeEach(async () => {
  ({ page, problems } = await served.open());
});
afterEach(async () => {
  expect(problems).toEqual([]);
  await page.close();
});

async function record(length = 4 * minute): Promise<void> {
  await inPage(page, (panelPage) => panelPage.connectPage(), null);
  await inPage(page, (panelPage, milliseconds) => panelPage.run(milliseconds), length);
}

const commands = () => inPage(page, ({ platform }) => platform.commands, null);
const shown = (id: string) => page.waitForSelector(byId(id), { timeout: 5_000 });
const gone = (id: string) => page.waitForSelector(byId(id), { hidden: true, timeout: 5_000 });
const eventually = (expression: string) => page.waitForFunction(expression, { timeout: 5_000 });

describe('the overview', () => {
  it('says the heap, a verdict with evidence, and the slow renders', async () => {
    await record(12 * minute);
    expect(await textOf(page, 'heap-used')).toMatch(/^used \d+\.\d MB$/);
    const words = ['insufficient-data', 'clean', 'growing', 'suspect', 'leak'];
    expect(words).toContain(await page.$eval(byId('verdict'), (tag) => tag.getAttribute('data-verdict')));
    const rows = await page.$$eval(byId('slow-render-row'), (all) => all.map((row) => row.textContent ?? ''));
    expect(rows[0]).toMatch(/^ProductList112 ms.*6:38timed in production$/);
    expect(rows).toHaveLength(3);
    expect(await textOf(page, 'dropped-count')).toBe('0 dropped');
    expect(await textOf(page, 'overhead')).toContain('0.21 %');
    expect(await page.$$(byId('timeline-mark'))).toHaveLength(1);
  });

  it('has each handle once', async () => {
    await record(minute);
    const ids = await page.$$eval('[data-testid]', (all) => all.map((element) => element.getAttribute('data-testid')));
    const unique = ['heap-chart', 'heap-used', 'verdict', 'connect-url', 'connect-button', 'backend-status', 'mark'];
    for (const id of unique) expect(ids.filter((other) => other === id)).toEqual([id]);
  });

  it('reads every lane at the moment under the pointer, and by keyboard', async () => {
    await record(4 * minute);
    const overlay = (await page.$('.timeline__overlay')) as ElementHandle;
    await overlay.hover();
    expect((await textOf(page, 'reading')).replaceAll(/\d/g, '0')).toMatch(/^0:00Page heap00\.0 MBNodes0,000/);
    await overlay.focus();
    await page.keyboard.press('Home');
    expect(await page.$eval('.timeline__overlay', (slider) => slider.getAttribute('aria-valuetext'))).toMatch(/^0:00/);
    await page.keyboard.press('Escape');
    await gone('reading');
  });

  it('takes the frame apart that a row points to', async () => {
    await record(12 * minute);
    await page.click(`${byId('slow-render-row')}:nth-child(2) button`);
    await eventually(`document.querySelector('${byId('frame-card')} h2').textContent === 'Frame at 4:28'`);
  });

  it('changes the threshold where it is read, and refuses nonsense', async () => {
    await record(12 * minute);
    await page.locator(byId('slow-threshold')).fill('60');
    await page.keyboard.press('Tab');
    await eventually(`document.querySelectorAll('${byId('slow-render-row')}').length === 1`);
    expect(await inPage(page, ({ platform }) => platform.settings, null)).toEqual({
      heapInterval: 500,
      slowRender: 60,
      muteComponentTracks: false,
    });
    await page.locator(byId('slow-threshold')).fill('-5');
    await page.keyboard.press('Tab');
    await eventually(`document.querySelector('${byId('slow-threshold')}').value === '60'`);
  });
});

describe('the settings', () => {
  it("tell the page to mute React's component tracks, and remember it", async () => {
    await page.click(byId('tab-settings'));
    await page.click(byId('setting-mute-tracks'));
    const settings = () => inPage(page, ({ platform }) => platform.settings?.muteComponentTracks, null);
    expect(await settings()).toBe(true);
    await page.click(byId('setting-mute-tracks'));
    expect(await settings()).toBe(false);
  });
});

describe('the toolbar', () => {
  it('pauses and goes on', async () => {
    await record(minute);
    await page.click(byId('record-toggle'));
    await shown('paused-banner');
    expect(await textOf(page, 'record-toggle')).toContain('Paused');
    await page.click(byId('record-toggle'));
    await gone('paused-banner');
    expect(await commands()).toEqual(['record false', 'record true']);
  });

  it('clears, and brings it back', async () => {
    await record(minute);
    const before = await textOf(page, 'heap-used');
    await page.click(byId('clear'));
    await eventually(`document.querySelector('${byId('heap-used')}').textContent === 'used –'`);
    await page.click(byId('undo'));
    await eventually(`document.querySelector('${byId('heap-used')}').textContent === '${before}'`);
  });

  it('collects garbage, and says why it could not', async () => {
    await page.click(byId('collect-garbage'));
    expect(await commands()).toEqual(['collect']);
    await inPage(
      page,
      ({ platform }) => {
        platform.collectFails = 'Reload the page.';
      },
      null,
    );
    await page.click(byId('collect-garbage'));
    await shown('notice-problem');
    expect(await textOf(page, 'notice-problem')).toContain('Reload the page.');
  });

  it('exports what it imports, byte for byte', async () => {
    await record(2 * minute);
    await page.click(byId('export-json'));
    const saved = () => inPage(page, ({ platform }) => platform.saved.map(({ content }) => String(content)), null);
    const [text = ''] = await saved();
    const file = path.join(await mkdtemp(path.join(tmpdir(), 'panel-')), 'kept.json');
    await writeFile(file, text);
    await page.click(byId('clear'));
    const input = (await page.$(byId('import-json'))) as ElementHandle<HTMLInputElement>;
    await input.uploadFile(file);
    await shown('imported-banner');
    expect(await textOf(page, 'imported-banner')).toContain('kept.json');
    await page.click(byId('export-json'));
    expect((await saved())[1]).toBe(text);
    await page.click(byId('back-to-live'));
    await gone('imported-banner');
  });

  it('says what is wrong with a damaged file', async () => {
    const file = path.join(await mkdtemp(path.join(tmpdir(), 'panel-')), 'cut.json');
    await writeFile(file, '{"format":"memory-plus/recording@1"');
    const input = (await page.$(byId('import-json'))) as ElementHandle<HTMLInputElement>;
    await input.uploadFile(file);
    await shown('notice-problem');
    expect(await textOf(page, 'notice-problem')).toContain('cut.json cannot be opened');
  });
});

describe('the keyboard', () => {
  it('changes views, records, marks, exports and helps', async () => {
    await record(minute);
    for (const [key, view] of [
      ['2', 'renders'],
      ['6', 'backend'],
      ['8', 'settings'],
      ['1', 'overview'],
    ] as const) {
      await page.keyboard.press(key);
      await page.waitForSelector(`${byId(`tab-${view}`)}[aria-current=page]`);
    }
    await page.keyboard.press('m');
    await page.keyboard.press('r');
    expect(await commands()).toEqual(['mark Mark 1', 'record false']);
    await page.keyboard.press('e');
    expect(await inPage(page, ({ platform }) => platform.saved.length, null)).toBe(1);
    await page.keyboard.type('?');
    await page.waitForSelector('dialog[open]');
    await page.keyboard.press('Escape');
    await page.waitForSelector('dialog:not([open])', { hidden: true });
  });

  it('leaves typing alone', async () => {
    await page.locator(byId('connect-url')).fill('');
    await page.type(byId('connect-url'), 'mre1?');
    expect(await page.$eval(byId('connect-url'), (input) => (input as HTMLInputElement).value)).toBe('mre1?');
    expect(await commands()).toEqual([]);
  });
});

describe('pairing', () => {
  it('connects, draws the server on the same clock, and disconnects', async () => {
    await connect(page, 'localhost:3000', 'canary-token-canary-token-canary-token');
    await record(minute);
    await page.waitForSelector(`${byId('backend-status')}[data-status=connected]`);
    await page.click(byId('backend-status'));
    await shown('backend-heap-chart');
    expect(await textOf(page, 'clock-offset')).toContain('+3 ms');
    expect(await page.content()).not.toContain('canary-token');
    await page.click(byId('disconnect-button'));
    await page.waitForSelector(`${byId('backend-status')}[data-status=idle]`);
    await shown('connect-url');
  });

  it('says what is wrong with an address, and does not send a token in the open', async () => {
    await connect(page, 'http://10.0.0.5:3000', 'canary-token-canary-token-canary-token');
    await page.waitForSelector('[role=alert]');
    expect(await page.$eval('[role=alert]', (alert) => alert.textContent)).toContain('https');
    expect(await page.$eval(byId('backend-status'), (pill) => pill.getAttribute('data-status'))).toBe('idle');
  });
});

describe('states', () => {
  const absent = (access: object) =>
    inPage(
      page,
      async ({ platform, clock }, answer) => {
        platform.accessAnswer = answer as typeof platform.accessAnswer;
        platform.events.absent();
        await clock.advance(0);
      },
      access,
    );

  it('waits, then asks for the permission, then reloads', async () => {
    expect(await page.$eval('.banner', (banner) => banner.textContent)).toContain('Waiting');
    await absent({ state: 'not-granted', url: 'https://shop.example/', pattern: 'https://shop.example/*' });
    await shown('enable-all');
    await picture(page, 'state-not-granted');
    await page.click(byId('enable-site'));
    await eventually(`window.panelPage.platform.commands.length === 2`);
    expect(await commands()).toEqual(['request https://shop.example/*', 'reload']);
  });

  it('says that a page was opened too early', async () => {
    await absent({ state: 'granted', url: 'http://localhost/' });
    await eventually(`document.querySelector('${byId('page-absent')}')?.textContent.includes('Reload it')`);
    await page.click(byId('reload-page'));
    expect(await commands()).toEqual(['reload']);
  });

  it('says that a page of the browser cannot be measured', async () => {
    await absent({ state: 'privileged', url: 'chrome://settings' });
    await shown('privileged-page');
    await picture(page, 'state-privileged');
  });

  it('says why the heap is not there, and that rows were lost', async () => {
    await inPage(page, (panelPage) => panelPage.connectPage(), null);
    await inPage(
      page,
      (panelPage, at) =>
        panelPage.rows([['capabilities', { at, name: 'heap', available: false, detail: 'Firefox does not tell.' }]], {
          page: 7,
          relay: 1,
        }),
      start,
    );
    await shown('no-heap');
    expect(await textOf(page, 'no-heap')).toContain('Firefox does not tell.');
    expect(await textOf(page, 'dropped-count')).toBe('8 dropped');
  });

  it('leaves no timer behind', async () => {
    await connect(page, 'localhost:3000');
    await record(minute);
    const timers = await inPage(
      page,
      async (panelPage) => {
        panelPage.unmount();
        await panelPage.clock.advance(120_000);
        return panelPage.clock.timers;
      },
      null,
    );
    expect(timers).toBe(0);
  });
});

describe('hostile text', () => {
  const corpus = [
    '<img src=x onerror=window.__hit=1>',
    '<script>window.__hit=1</script>',
    'javascript:window.__hit=1',
    '"><svg onload=window.__hit=1>',
    '\u202Etxt.exe',
    '__proto__',
    'constructor',
    '\ud800',
    'x'.repeat(200),
  ];

  it('stays text in every view', async () => {
    await record(minute);
    await inPage(
      page,
      (panelPage, { names, at }) =>
        panelPage.rows(
          names.flatMap((name) => [
            [
              'slowRenders',
              { at, component: name, duration: 90, self: 50, phase: 'mount', how: 'timed', reason: name },
            ],
            ['caches', { at, name, hits: 1, misses: 90, size: 3, bytes: null }],
            ['retained', { at, what: 'node', label: name, count: 2, collections: 3, detail: name }],
            ['marks', { at, label: name }],
            ['capabilities', { at, name, available: false, detail: name }],
            ['frames', { at, duration: 99, blocking: 50, layout: 1 }],
            ['frameScripts', { at, frame: at, duration: 9, forcedLayout: 2, script: name, name, invoker: name }],
          ]),
        ),
      { names: corpus, at: start + minute },
    );
    for (const key of digits) {
      await page.keyboard.press(key);
      await new Promise((resolve) => setTimeout(resolve, 50));
      expect(await page.$$('main img[src], main script, main [onload], main [onerror]')).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(1200);
    }
    expect(await page.evaluate('window.__hit')).toBeUndefined();
  });
});

describe('everybody can use it', () => {
  it.each(['light', 'dark'] as const)('axe finds nothing in any view of the %s theme', async (theme) => {
    await page.close();
    ({ page, problems } = await served.open({ theme }));
    await record(12 * minute);
    await page.evaluate(axe);
    for (const key of digits) {
      await page.keyboard.press(key);
      await new Promise((resolve) => setTimeout(resolve, 120));
      const found = await page.evaluate(
        `axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html.slice(0, 160)).join(' | ')))`,
      );
      expect(found, `view ${key}`).toEqual([]);
    }
  });

  it.each([300, 640, 2560])('nothing is cut off at %i px', async (width) => {
    await page.setViewport({ width, height: 760 });
    await record(4 * minute);
    for (const key of digits) {
      await page.keyboard.press(key);
      await new Promise((resolve) => setTimeout(resolve, 80));
      const widths = await page.$eval('main', (main) => [main.scrollWidth, main.clientWidth]);
      expect(widths[0], `view ${key}`).toBe(widths[1]);
    }
    await page.keyboard.press('1');
    await picture(page, `overview-light-${width}`);
  });
});
