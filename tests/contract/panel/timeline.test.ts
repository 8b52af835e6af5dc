import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'puppeteer';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { byId, connect, inPage, picture, servePanelPage, type Theme, textOf } from './panel-page.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const minute = 60_000;

// A busy machine takes its time; nothing here is about speed.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

let served: Awaited<ReturnType<typeof servePanelPage>>;
let page: Page;
let problems: string[];
beforeAll(async () => {
  served = await servePanelPage();
});
afterAll(() => served?.close());
afterEach(async () => {
  expect(problems).toEqual([]);
  await page.close();
});

/** Twelve minutes of the shop: nothing slow before 1:30, a mark at 2:00, a leak from then on. */
async function record(options: { theme?: Theme; width?: number; server?: string } = {}): Promise<void> {
  ({ page, problems } = await served.open({ height: 1_000, ...options }));
  if (options.server) await connect(page, options.server);
  await inPage(page, (panelPage) => panelPage.connectPage(), null);
  await inPage(page, (panelPage, milliseconds) => panelPage.run(milliseconds), 12 * minute);
}

interface Shown {
  readonly from: number;
  readonly to: number;
}

/** Seconds of the recording that the timeline shows. */
async function shown(): Promise<Shown> {
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
  return page.$eval('.timeline__overlay', (overlay) => ({
    from: Number(overlay.getAttribute('aria-valuemin')),
    to: Number(overlay.getAttribute('aria-valuemax')),
  }));
}

async function box() {
  const found = await (await page.$('.timeline__overlay'))?.boundingBox();
  if (!found) throw new Error('The timeline has no box.');
  return found;
}

/** Draws from one share of the timeline's width to another. */
async function drag(from: number, to: number, key?: 'Alt'): Promise<void> {
  const { x, y, width } = await box();
  if (key) await page.keyboard.down(key);
  await page.mouse.move(x + width * from, y + 60);
  await page.mouse.down();
  await page.mouse.move(x + width * to, y + 60, { steps: 6 });
  await page.mouse.up();
  if (key) await page.keyboard.up(key);
}

const press = async (...keys: Parameters<Page['keyboard']['press']>[0][]) => {
  for (const key of keys) await page.keyboard.press(key);
};
const width = ({ from, to }: Shown) => to - from;

describe('zooming and moving', () => {
  it('by the wheel keeps the moment under the pointer; the plain wheel is the page’s', async () => {
    await record();
    const whole = await shown();
    const { x, y, width: pixels } = await box();
    await page.mouse.move(x + pixels * 0.25, y + 60);
    await page.mouse.wheel({ deltaY: 120 });
    expect(await shown()).toEqual(whole);
    await page.$eval('main', (main) => main.scrollTo(0, 0));
    await page.keyboard.down('Control');
    for (let i = 0; i < 4; i++) {
      await page.mouse.wheel({ deltaY: -120 });
      await shown();
    }
    await page.keyboard.up('Control');
    const nearer = await shown();
    expect(width(nearer)).toBeLessThan(width(whole) / 2);
    const under = ({ from, to }: Shown) => from + (to - from) * 0.25;
    expect(Math.abs(under(nearer) - under(whole))).toBeLessThanOrEqual(2);
    await page.keyboard.down('Shift');
    await page.mouse.wheel({ deltaY: 200 });
    await page.keyboard.up('Shift');
    const moved = await shown();
    expect(moved.from).toBeGreaterThan(nearer.from);
    expect(Math.abs(width(moved) - width(nearer))).toBeLessThanOrEqual(1);
  });

  it('by keys, buttons and the hand, never beyond the recording', async () => {
    await record();
    const whole = await shown();
    await page.focus('.timeline__overlay');
    await press('+', '+', 'w');
    const nearer = await shown();
    expect(width(nearer)).toBeLessThan(width(whole) / 4);
    for (let i = 0; i < 30; i++) await press('PageUp');
    expect((await shown()).from).toBe(0);
    for (let i = 0; i < 60; i++) await press('d');
    expect((await shown()).to).toBe(whole.to);
    await press('0');
    expect(await shown()).toEqual(whole);
    await page.click('[aria-label="Zoom in (+)"]');
    await page.click('[aria-label="Zoom in (+)"]');
    const before = await shown();
    await drag(0.5, 0.7, 'Alt');
    const after = await shown();
    expect(after.from).toBeLessThan(before.from);
    expect(await page.$(byId('stretch'))).toBeNull();
    expect(await page.$eval('.timeline__span select', (select) => (select as HTMLSelectElement).value)).toBe('window');
  });

  it('is seen and done in the strip of the whole recording', async () => {
    await record();
    expect(await page.$(byId('time-strip'))).toBeNull();
    await page.focus('.timeline__overlay');
    await press('+', '+', '+');
    const strip = await page.waitForSelector(byId('time-strip'));
    await strip?.focus();
    await press('Home');
    expect((await shown()).from).toBe(0);
    const track = await strip?.boundingBox();
    if (!track) return expect.fail('The strip has no box.');
    await page.mouse.click(track.x + track.width * 0.5, track.y + 10);
    const middle = await shown();
    expect(Math.abs((middle.from + middle.to) / 2 - 6.2 * 60)).toBeLessThan(20);
    await page.mouse.move(track.x + track.width * 0.5, track.y + 10);
    await page.mouse.down();
    await page.mouse.move(track.x + track.width, track.y + 10, { steps: 4 });
    await page.mouse.up();
    expect((await shown()).from).toBeGreaterThan(middle.to - 60);
  });

  it('by two fingers', async () => {
    await record();
    const whole = await shown();
    const { x, y, width: pixels } = await box();
    const client = await page.createCDPSession();
    const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', places: readonly number[]) =>
      client.send('Input.dispatchTouchEvent', {
        type,
        touchPoints: places.map((place, id) => ({ x: x + pixels * place, y: y + 60, id })),
      });
    await touch('touchStart', [0.4, 0.6]);
    await touch('touchMove', [0.3, 0.7]);
    await touch('touchMove', [0.2, 0.8]);
    await touch('touchEnd', []);
    expect(width(await shown())).toBeLessThan(width(whole) * 0.6);
    expect(await page.$(byId('stretch'))).toBeNull();
  });
});

describe('a selected stretch', () => {
  const rows = (id: string) => page.$$eval(byId(id), (all) => all.map((row) => row.textContent ?? ''));

  it('drives the cards, tables and views, says so, and leads back', async () => {
    await record();
    const all = await rows('slow-render-row');
    expect(all).toHaveLength(3);
    const heap = await textOf(page, 'heap-used');
    // 0:12 to 1:14: nothing slow yet.
    await drag(0.016, 0.1);
    expect(await textOf(page, 'stretch')).toMatch(/^Only 0:\d\d – 1:\d\d \(\d+ s\) is shown here\./);
    await page.waitForFunction(`document.querySelectorAll('${byId('slow-render-row')}').length === 0`);
    expect(await textOf(page, 'heap-used')).not.toBe(heap);
    expect(await page.$eval(byId('verdict'), (tag) => tag.getAttribute('data-verdict'))).toBe('insufficient-data');
    await press('2');
    const early = await rows('render-row');
    expect(early.some((row) => row.startsWith('ProductList'))).toBe(false);
    expect(early.some((row) => row.startsWith('ProductCard'))).toBe(true);
    await press('3');
    expect(await rows('retained-row')).toEqual([]);
    await press('4');
    const images = (await rows('cache-row')).find((row) => row.startsWith('product-images'));
    expect(images).toBeDefined();
    await press('8');
    expect(await page.$(byId('stretch'))).toBeNull();
    await press('4');
    await page.click(byId('stretch-clear'));
    expect((await rows('cache-row')).find((row) => row.startsWith('product-images'))).not.toBe(images);
    await press('3');
    expect((await rows('retained-row')).length).toBeGreaterThan(0);
    await press('1');
    expect(await rows('slow-render-row')).toEqual(all);
    expect(await textOf(page, 'heap-used')).toBe(heap);
  });

  it('is drawn by keyboard, filled into the timeline, and given up with Escape', async () => {
    await record();
    await page.focus('.timeline__overlay');
    await press('Home');
    await page.keyboard.down('Shift');
    for (let i = 0; i < 10; i++) await press('ArrowRight');
    expect(await page.$(byId('stretch'))).toBeNull();
    await page.keyboard.up('Shift');
    await page.waitForSelector(byId('stretch'));
    await press('Enter');
    const zoomed = await shown();
    expect(zoomed.from).toBe(0);
    expect(width(zoomed)).toBeLessThan(100);
    await press('Escape');
    await page.waitForSelector(byId('stretch'), { hidden: true });
    expect(await shown()).toEqual(zoomed);
  });

  it('stays with its recording', async () => {
    await record();
    await drag(0.2, 0.4);
    await page.waitForSelector(byId('stretch'));
    await page.click(byId('stretch-zoom'));
    await page.click(byId('clear'));
    await page.waitForSelector(byId('stretch'), { hidden: true });
    expect((await shown()).from).toBe(0);
  });

  it('shows a server as it was then', async () => {
    await record({ server: 'localhost:4000' });
    await page.waitForSelector(byId('alerts-lane'));
    await press('6');
    await page.waitForSelector(byId('backend-heap-chart'));
    const used = () => page.$eval('.lane__value--server', (value) => value.textContent);
    const now = await used();
    await drag(0.02, 0.2);
    await page.waitForSelector(byId('stretch'));
    expect(await used()).not.toBe(now);
    expect(await textOf(page, 'server-verdict')).toContain('from what was recorded');
  });
});

describe('own renders', () => {
  it('are timed by Memory+ itself and told in the foot', async () => {
    await record();
    const told = await inPage(page, ({ ownRenders: { count, slow, worst } }) => ({ count, slow, worst }), null);
    expect(told.count).toBeGreaterThan(10);
    expect(told.worst).toBeGreaterThan(0);
    const foot = await page.$eval(byId('own-renders'), (span) => ({
      slow: Number(span.getAttribute('data-slow')),
      text: span.textContent ?? '',
    }));
    expect(foot.slow).toBeLessThanOrEqual(told.slow);
    expect(foot.text).toMatch(foot.slow > 0 ? /own renders? over 16 ms/ : /^Own renders at most [\d.]+ ms$/);
  });
});

describe('everybody can use it', () => {
  it.each([
    ['light', 1200],
    ['dark', 1200],
    ['light', 400],
    ['dark', 400],
    ['light', 300],
  ] as const)('zoomed and with a stretch, in the %s theme at %i px', async (theme, pixels) => {
    await record({ theme, width: pixels, server: 'localhost:4000' });
    await page.focus('.timeline__overlay');
    await press('+');
    await drag(0.3, 0.6);
    await page.waitForSelector(byId('stretch'));
    await picture(page, `timeline-${theme}-${pixels}`);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(pixels);
    await page.evaluate(axe);
    const audit = `axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html.slice(0, 160)).join(' | ')))`;
    expect(await page.evaluate(audit)).toEqual([]);
    await page.keyboard.type('?');
    await page.waitForSelector('dialog[open]');
    expect(await textOf(page, 'help')).toContain('Zoom to the selected stretch');
    expect(await page.evaluate(audit)).toEqual([]);
    await picture(page, `timeline-help-${theme}-${pixels}`);
    await press('Escape');
  });
});
