import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundle, type ReactBuild, reactAlias } from '../browser/bundle.ts';
import { collectGarbage, run, startChromium, type TestBrowser } from '../browser/chromium.ts';
import { act, rowsOf } from './rows.ts';

let chromium: TestBrowser;
beforeAll(async () => {
  chromium = await startChromium();
}, 60_000);
afterAll(() => chromium?.close());

const open = async () => {
  const page = await chromium.open(await bundle('tests/contract/frontend/fixtures/monitor.ts'));
  await page.evaluate(() => window.monitorTest.start());
  return page;
};

const pause = () => new Promise((resolve) => setTimeout(resolve, 50));

/** Every version in one of its builds; compositions.test.ts has the others. */
const cases: readonly { version: 16 | 17 | 18 | 19; build: ReactBuild }[] = [
  { version: 16, build: 'production' },
  { version: 17, build: 'development' },
  { version: 18, build: 'production' },
  { version: 19, build: 'development' },
  { version: 19, build: 'production' },
];

describe.each(cases)('React $version, $build', ({ version, build }) => {
  const options = {
    mode: build === 'development' ? 'development' : 'production',
    alias: reactAlias(version, build),
  } as const;
  const showAndHide = async (clean: boolean) => {
    const page = await open();
    await page.evaluate((twin) => Reflect.set(window, 'cleanTwin', twin), clean);
    await run(page, await bundle('tests/contract/frontend/fixtures/react-leak.ts', options));
    await act(page, () => window.tree.mount());
    for (let i = 0; i < 3; i++) {
      await page.evaluate(() => window.tree.show(false));
      await pause();
      await page.evaluate(() => window.tree.show(true));
      await pause();
    }
    for (let tick = 1; tick <= 3; tick++) await page.evaluate((value) => window.tree.update(value), tick);
    await collectGarbage(page, 4);
    const retained = await rowsOf(page, 'retained');
    await page.close();
    return retained.filter(({ what }) => what === 'component').at(-1);
  };

  it('names the component that is held after it was unmounted', async () => {
    const last = await showAndHide(false);
    expect(last).toMatchObject({ label: 'Leaving', count: 3 });
  });

  it('says nothing about its clean twin', async () => {
    expect((await showAndHide(true))?.count ?? 0).toBe(0);
  });

  it('says nothing about those that React alone holds, until it renders there again', async () => {
    const page = await open();
    await run(page, await bundle('tests/contract/frontend/fixtures/react-replaced.ts', options));
    await act(page, () => window.tree.mount());
    await page.evaluate(() => window.tree.show(false));
    await pause();
    for (let tick = 1; tick <= 5; tick++) {
      await page.evaluate((value) => window.tree.update(value), tick);
      await pause();
    }
    await collectGarbage(page, 4);
    expect((await rowsOf(page, 'retained')).filter(({ count }) => count > 0)).toEqual([]);
    await page.close();
  });
});

describe('elements', () => {
  it('tells those that were taken out and are held, not those that came back or died', async () => {
    const page = await open();
    await page.evaluate(() => {
      const add = (className: string) => {
        const element = document.createElement('div');
        element.className = className;
        document.body.append(element);
        return element;
      };
      const held = [add('held'), add('held')];
      const moved = add('moved');
      const dying = add('dying');
      setTimeout(() => {
        for (const element of held) element.remove();
        dying.remove();
        moved.remove();
        document.body.append(moved);
        Object.assign(window, { held });
      });
    });
    await act(page, () => {});
    await collectGarbage(page, 3);
    const retained = await rowsOf(page, 'retained');
    expect(new Set(retained.map(({ label }) => label))).toEqual(new Set(['div.held']));
    expect(retained.at(-1)).toMatchObject({ what: 'node', count: 2, detail: 'removed from body on /' });
    await page.evaluate(() => Reflect.deleteProperty(window, 'held'));
    await collectGarbage(page, 2);
    expect((await rowsOf(page, 'retained')).at(-1)).toMatchObject({ label: 'div.held', count: 0 });
    await page.close();
  });

  it('holds nothing itself', async () => {
    const page = await open();
    const alive = async () =>
      page.evaluate(() => (Reflect.get(window, 'refs') as WeakRef<object>[]).filter((ref) => ref.deref()).length);
    await page.evaluate(() => {
      const refs: WeakRef<object>[] = [];
      for (let i = 0; i < 200; i++) {
        const element = document.body.appendChild(document.createElement('div'));
        refs.push(new WeakRef(element));
        setTimeout(() => document.body.firstElementChild?.nextElementSibling?.remove());
      }
      Object.assign(window, { refs });
    });
    await act(page, () => {});
    await page.evaluate(() => {
      for (const element of document.querySelectorAll('div')) element.remove();
    });
    await act(page, () => {});
    await collectGarbage(page, 3);
    expect(await alive()).toBe(0);
    await page.close();
  });
});
