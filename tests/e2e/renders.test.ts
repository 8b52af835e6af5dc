import { describe, expect, it } from 'vitest';
import { until } from '../../scripts/browser/panel.mjs';
import { heapShown, inspecting, textOf, wait } from './session.ts';

const opened = inspecting('/mapped');

const again = () => opened.session.page.evaluate(() => (window as unknown as { again(): void }).again());
const drawn = () => opened.session.page.$$eval('memory-plus-highlight', (all) => all.length);
const click = (id: string) =>
  opened.session.panel.$eval(`[data-testid="${id}"]`, (element) => (element as HTMLElement).click());
const rows = () =>
  opened.session.panel.$$eval('[data-testid="render-row"] th', (all) => all.map((cell) => cell.textContent ?? ''));

/** What a pointer does that comes to the row of a component, or goes. */
const point = (name: string, event: 'pointerenter' | 'pointerleave') =>
  opened.session.panel.evaluate(
    (wanted, type) => {
      const all = [...document.querySelectorAll('[data-testid="render-row"]')];
      const row = all.find((one) => one.textContent?.includes(wanted));
      (type === 'pointerleave' ? row?.closest('table') : row)?.dispatchEvent(new PointerEvent(type));
    },
    name,
    event,
  );

/** The titles of DevTools' own tabs, wherever they are in its shadow trees. */
const devtoolsTabs = () =>
  opened.session.devtools.evaluate(() => {
    const titles: string[] = [];
    const look = (root: ParentNode) => {
      for (const element of root.querySelectorAll('*')) {
        if (element.classList.contains('tabbed-pane-header-tab')) titles.push(element.textContent ?? '');
        if (element.shadowRoot) look(element.shadowRoot);
      }
    };
    look(document);
    return titles;
  });

describe('the components of a minified page', () => {
  it('are called by their names of the source, once a person asks', async () => {
    await click('tab-overview');
    await heapShown(opened.session);
    await again();
    await click('tab-renders');
    await until(10_000, 'No component is listed.', async () => (await rows()).length >= 3);
    expect((await rows()).join(' ')).not.toContain('ProductList');
    await click('source-names');
    for (const name of ['Shop', 'ProductList', 'PriceTag'])
      await until(20_000, `No component is called ${name}: ${await rows()}`, async () =>
        (await rows()).some((row) => row.endsWith(`${name} in the source`)),
      );
    await opened.session.screenshot('renders-names');
  });

  it('are drawn around in the page while the pointer is on them, and not after', async () => {
    await point('PriceTag', 'pointerenter');
    await until(5_000, 'Nothing is drawn.', async () => (await drawn()) === 1);
    await until(5_000, 'The tab does not say how many.', async () =>
      /20 instances/.test((await textOf(opened.session.panel, 'pointed')) ?? ''),
    );
    await opened.session.page.screenshot({ path: 'out/e2e/highlight.png' });
    await point('PriceTag', 'pointerleave');
    await until(5_000, 'The drawing stays.', async () => (await drawn()) === 0);
    await point('ProductList', 'pointerenter');
    await until(5_000, 'Nothing is drawn.', async () => (await drawn()) === 1);
    await click('record-toggle');
    await until(5_000, 'The drawing outlives the recording.', async () => (await drawn()) === 0);
    await click('record-toggle');
    await wait(500);
  });

  it('have their commit taken when a person asks, and no other', async () => {
    await again();
    await wait(600);
    expect(await opened.session.panel.$('[data-testid="flame-bar"]')).toBeNull();
    await click('flame-next');
    await wait(300);
    await again();
    await until(5_000, 'No tree came.', () => opened.session.panel.$('[data-testid="flame-bar"]'));
    const { tables } = await opened.session.record();
    const flames = tables.flames;
    expect(new Set(flames?.at).size).toBe(1);
    // The commit, the shop, the list and its twenty prices.
    expect(flames?.depth).toEqual([0, 1, 2, ...Array(20).fill(3)]);
    expect(new Set(flames?.how)).toEqual(new Set(['timed']));
    const names = await opened.session.panel.$$eval('[data-testid="flame-bar"]', (all) =>
      all.map((bar) => bar.getAttribute('aria-label') ?? ''),
    );
    expect(names.filter((name) => name.includes('(PriceTag)'))).toHaveLength(20);
    await opened.session.screenshot('renders-flame');
  });

  it('are opened in the Sources panel of DevTools', async () => {
    await opened.session.panel.evaluate(() => {
      const all = [...document.querySelectorAll<HTMLElement>('[data-testid="render-row"]')];
      all.find((row) => row.textContent?.includes('ProductList'))?.click();
    });
    await until(10_000, 'No place is told.', () => opened.session.panel.$('[data-testid="open-source"]'));
    const place = await textOf(opened.session.panel, 'open-source');
    expect(place).toMatch(/^fixtures\/mapped-app\.ts:8$/);
    await click('open-source');
    await until(10_000, `DevTools shows no such file: ${await devtoolsTabs()}`, async () =>
      (await devtoolsTabs()).some((title) => title.includes('mapped-app.ts')),
    );
    await opened.session.screenshot('renders-source');
  });
});
