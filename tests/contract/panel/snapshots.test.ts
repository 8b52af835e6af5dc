import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ElementHandle, Page } from 'puppeteer';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type NodeSpec, snapshotText } from '../../unit/heap-snapshot/make-snapshot.ts';
import { byId, inPage, picture, servePanelPage, type Theme, textOf } from './panel-page.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const objects = 100_000;

// A busy machine takes its time; nothing here is about speed.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

/** Sessions in a registry, each a little lighter than the one before; a detached element; markup where names are. */
function program(sessions: number): NodeSpec[] {
  const list = Array.from({ length: sessions }, (_, at): NodeSpec => {
    const size = 16 * (sessions - at);
    return { type: 'object', name: at === 5 ? '<img src=x onerror=alert(1)>' : 'Session', size };
  });
  const edge = (name: string, to: number) => ({ type: 'property', name, to }) as const;
  return [
    { type: 'synthetic', name: '', edges: [{ type: 'element', name: 1, to: 1 }] },
    { type: 'object', name: 'Window', size: 100, edges: [edge('registry', 2), edge('lost', 3)] },
    { type: 'object', name: 'Registry', size: 50, edges: list.map((_, at) => edge(`s${at}`, at + 4)) },
    { type: 'native', name: '<div class="dialog">', size: 4_000_000, detachedness: 2 },
    ...list,
  ];
}

let served: Awaited<ReturnType<typeof servePanelPage>>;
let folder: string;
let large: string;
let small: readonly string[];
let page: Page;
let problems: string[];
beforeAll(async () => {
  served = await servePanelPage();
  folder = await mkdtemp(path.join(tmpdir(), 'panel-snapshots-'));
  large = await write('large.heapsnapshot', snapshotText(program(objects)));
  small = await Promise.all(
    [100, 130, 160].map((sessions) => write(`${sessions}.heapsnapshot`, snapshotText(program(sessions)))),
  );
});
afterAll(async () => {
  await served?.close();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(() => begin());
afterEach(async () => {
  expect(problems).toEqual([]);
  await page.close();
});

async function begin(theme: Theme = 'light', width = 1200): Promise<void> {
  ({ page, problems } = await served.open({ theme, width }));
  await page.click(byId('tab-snapshots'));
  await page.waitForSelector(byId('snapshot-input'));
}

async function write(name: string, content: string): Promise<string> {
  const file = path.join(folder, name);
  await writeFile(file, content);
  return file;
}

async function choose(...files: readonly string[]): Promise<void> {
  const input = (await page.$(byId('snapshot-input'))) as ElementHandle<HTMLInputElement>;
  await input.uploadFile(...files);
}

async function open(...files: readonly string[]): Promise<void> {
  await choose(...files);
  await page.waitForSelector(byId('snapshot-export'), { timeout: 40_000 });
}

async function show(tab: string, handle: string): Promise<void> {
  await page.click(byId(`snapshot-tab-${tab}`));
  await page.waitForSelector(byId(handle), { timeout: 20_000 });
}

const eventually = (expression: string) => page.waitForFunction(expression, { timeout: 20_000 });
const workersEnd = () =>
  vi.waitFor(() => expect(page.workers()).toEqual([]), {
    timeout: 10_000,
  });
const error = async () => {
  await page.waitForSelector(byId('snapshot-error'));
  return textOf(page, 'snapshot-error');
};

describe('a table of 100,000 rows', () => {
  beforeEach(async () => {
    await open(large);
    await show('dominators', 'snapshot-row');
  });

  it('says how many there are and draws those that are seen', async () => {
    const counted = await page.$eval('.virtual__table', (table) => Number(table.getAttribute('aria-rowcount')));
    expect(counted).toBe(objects + 1);
    expect((await page.$$(byId('snapshot-row'))).length).toBeLessThan(80);
  });

  it('shows the rows of wherever it is scrolled to', async () => {
    for (const row of [50_000, 99_000, 10]) {
      await page.$eval('.virtual', (box, top) => box.scrollTo(0, top), row * 24);
      await eventually(`document.querySelector('[aria-rowindex="${row + 2}"][data-testid="snapshot-row"]') !== null`);
      const place = await page.evaluate((index) => {
        const head = document.querySelector('.virtual thead th')?.getBoundingClientRect().bottom ?? 0;
        return (document.querySelector(`[aria-rowindex="${index}"]`)?.getBoundingClientRect().top ?? 0) - head;
      }, row + 2);
      expect(Math.abs(place)).toBeLessThan(24);
    }
  });

  it('is walked by keyboard from the first row to the last, and opens one', async () => {
    await page.focus('.virtual__table');
    await page.keyboard.press('ArrowDown');
    const active = () =>
      page.$eval('.virtual__table', (table) => {
        const row = document.getElementById(table.getAttribute('aria-activedescendant') ?? '');
        return Number(row?.getAttribute('aria-rowindex')) - 2;
      });
    expect(await active()).toBe(0);
    await page.keyboard.press('PageDown');
    const second = await active();
    expect(second).toBeGreaterThan(5);
    await page.keyboard.press('PageUp');
    expect(await active()).toBe(0);
    await page.keyboard.press('End');
    await eventually(`document.querySelector('[aria-rowindex="${objects + 1}"][data-testid="snapshot-row"]') !== null`);
    expect(await active()).toBe(objects - 1);
    await page.keyboard.press('Enter');
    await page.waitForSelector(byId('snapshot-path'), { timeout: 20_000 });
    expect(await page.$eval('.path', (list) => list.textContent)).toContain('.registry');
  });

  it('finds by name, and shows markup as text', async () => {
    await page.locator(byId('snapshot-search')).fill('onerror');
    await eventually(`document.querySelectorAll('${byId('snapshot-row')}').length === 1`);
    expect(await page.$eval(byId('snapshot-row'), (row) => row.textContent)).toContain('<img');
    expect(await page.$$('img')).toEqual([]);
  });
});

describe('opening', () => {
  it('shows how far it is, and can be cancelled: the worker is gone', async () => {
    await page.evaluate(() => {
      const seen: string[] = [];
      Object.assign(window, { seen });
      new MutationObserver(() => {
        const bar = document.querySelector<HTMLProgressElement>('[data-testid="snapshot-progress"]');
        if (bar) seen.push(String(bar.value));
        document.querySelector<HTMLElement>('[data-testid="snapshot-cancel"]')?.click();
      }).observe(document.body, { subtree: true, childList: true });
    });
    await choose(large);
    await eventually('window.seen.length > 0');
    await page.waitForSelector(byId('snapshot-progress'), { hidden: true });
    expect(await page.$(byId('snapshot-error'))).toBeNull();
    await workersEnd();
  });

  it('closes: the worker is gone, and with it the memory', async () => {
    await open(...small);
    expect(page.workers()).toHaveLength(1);
    await page.click(byId('tab-overview'));
    await page.click(byId('tab-snapshots'));
    expect(page.workers()).toHaveLength(1);
    await page.click(byId('snapshot-close'));
    await page.waitForSelector(byId('snapshot-close'), { hidden: true });
    await workersEnd();
  });

  it('takes files that are dropped', async () => {
    await page.evaluate(
      (text) => {
        const dataTransfer = new DataTransfer();
        dataTransfer.items.add(new File([text], 'dropped.heapsnapshot'));
        const box = document.querySelector('.snapshots');
        for (const type of ['dragover', 'drop'])
          box?.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
      },
      snapshotText(program(50)),
    );
    await page.waitForSelector(byId('snapshot-export'));
    expect(await page.$eval('.snapshots__names', (names) => names.textContent)).toBe('dropped.heapsnapshot');
  });

  it('leads a recording to Import, and says what another file is', async () => {
    await page.click(byId('export-json'));
    const saved = await inPage(page, ({ platform }) => String(platform.saved.at(-1)?.content), null);
    await choose(await write('kept.json', saved));
    expect(await error()).toMatch(/kept\.json is not a heap snapshot, because it is a recording.*Import/);
    await choose(await write('page.heapsnapshot', '<!doctype html><title>404</title>'));
    await eventually(`document.querySelector('${byId('snapshot-error')}')?.textContent.includes('page.heapsnapshot')`);
    expect(await error()).toMatch(/is not a heap snapshot, because:.*JSON/);
    await choose(large, ...small);
    await eventually(`document.querySelector('${byId('snapshot-error')}')?.textContent.includes('at most three')`);
  });
});

describe('the answers', () => {
  const tabs = [
    ['summary', 'snapshot-row'],
    ['diff', 'snapshot-row'],
    ['hunt', 'suspect-row'],
    ['suspects', 'suspect-row'],
    ['dominators', 'snapshot-row'],
    ['path', 'snapshot-path'],
  ] as const;

  it.each(['light', 'dark'] as const)(
    'axe finds nothing in them in the %s theme; nothing is cut off',
    async (theme) => {
      for (const width of [1200, 400]) {
        await page.close();
        await begin(theme, width);
        await picture(page, `snapshots-empty-${theme}-${width}`);
        await open(...small);
        await page.evaluate(axe);
        for (const [tab, handle] of tabs) {
          if (tab === 'path') await page.click(byId('snapshot-row'));
          await show(tab, handle);
          await new Promise((resolve) => setTimeout(resolve, 120));
          await picture(page, `snapshots-${tab}-${theme}-${width}`);
          const found = await page.evaluate(
            `axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html.slice(0, 160)).join(' | ')))`,
          );
          expect(found, tab).toEqual([]);
          expect(await page.$eval('main', (main) => main.scrollWidth - main.clientWidth), tab).toBe(0);
        }
      }
    },
  );

  it('are reached by keyboard', async () => {
    await open(...small);
    await page.focus(byId('snapshot-tab-hunt'));
    await page.keyboard.press('ArrowRight');
    await page.waitForSelector(byId('suspect-row'));
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-selected'))).toBe('true');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Suspects');
  });

  it('prove a detached element, and say who holds it', async () => {
    await open(...small);
    await show('suspects', 'suspect-row');
    expect(await textOf(page, 'suspect-row')).toMatch(/^Leak.*\.lost.*div/s);
  });

  it('are saved as JSON', async () => {
    await open(...small);
    await page.click(byId('snapshot-export'));
    await page.waitForFunction(`window.panelPage.platform.saved.length === 1`);
    const findings = await page.evaluate(async () => {
      const [file] = window.panelPage.platform.saved;
      return { name: file?.name, ...JSON.parse(await new Response(file?.content).text()) };
    });
    expect(findings.name).toMatch(/^memory-plus-snapshot-findings-.*\.json$/);
    expect(findings.snapshots).toHaveLength(3);
    expect(findings.hunt.count).toBe(30);
  });
});
