import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BundleOptions, bundle, type ReactBuild, reactAlias } from '../browser/bundle.ts';
import { collectGarbage, run, startChromium, type TestBrowser } from '../browser/chromium.ts';
import { render, rowsOf, slowOnes, sum, typicalShare } from './rows.ts';

let chromium: TestBrowser;
beforeAll(async () => {
  chromium = await startChromium();
});
afterAll(() => chromium?.close());

/** Components of the frameworks themselves, which do not count. */
const wrappers =
  /^(Memo|ForwardRef|Suspense|Portal|Lazy|Provider|Consumer|AsyncComponentWrapper|KeepAlive|Host|\(unattributed\)$)/;
const fixture = (name: string) => `tests/contract/frontend/fixtures/${name}.ts`;

async function compose(script: string) {
  const page = await chromium.open(await bundle(fixture('monitor')));
  await run(page, script);
  const own = await page.evaluate(async () => {
    window.monitorTest.start();
    await window.compositions.run();
    // On a busy machine the last renders and the last window end later.
    await new Promise((resolve) => setTimeout(resolve, 600));
    return window.compositions.told;
  });
  const renders = await rowsOf(page, 'renders');
  const names = new Set(
    renders.map(({ component }) => component).filter((name) => name in own || !wrappers.test(name)),
  );
  const told = Object.fromEntries(
    [...names].map((name) => [name, { renders: sum(renders, name, 'count'), mounts: sum(renders, name, 'mounts') }]),
  );
  await collectGarbage(page, 4);
  const retained = (await rowsOf(page, 'retained')).filter(({ what }) => what === 'component');
  const last = new Map(retained.map(({ label, count }) => [label, count]));
  return { page, own, told, retained: Object.fromEntries([...last].filter(([, count]) => count > 0)) };
}

const cases: readonly { version: 16 | 17 | 18 | 19; build: ReactBuild }[] = [
  ...([16, 17, 18, 19] as const).flatMap((version) => [
    { version, build: 'development' as const },
    { version, build: 'production' as const },
  ]),
  { version: 19, build: 'profiling' },
];

describe.each(cases)('React $version, $build build', ({ version, build }) => {
  it('counts what was put on the screen, under its name, and names the slow one of 200', async () => {
    const mode = build === 'development' ? 'development' : 'production';
    const script = await bundle(fixture('react-compositions'), { mode, alias: reactAlias(version, build) });
    const { page, own, told, retained } = await compose(script);
    expect(told).toEqual(own);
    expect(retained).toEqual({ Kept: 2 });
    await render(page, () => window.tree.mount());
    await new Promise((resolve) => setTimeout(resolve, 60));
    for (let tick = 1; tick <= 4; tick++) await render(page, (value) => window.tree.update(value), tick);
    const times = (await slowOnes(page)).map(({ self }) => self);
    expect(await typicalShare(page, times)).toBeLessThan(1.15);
    await page.close();
  });
});

const preact = (folder: string) => ({
  react: `${folder}/compat/dist/compat.mjs`,
  'react-dom': `${folder}/compat/dist/compat.mjs`,
  'react-dom/client': `${folder}/compat/client.mjs`,
  'preact/devtools': `${folder}/devtools/dist/devtools.mjs`,
  'preact/compat': `${folder}/compat/dist/compat.mjs`,
  'preact/hooks': `${folder}/hooks/dist/hooks.mjs`,
  preact: `${folder}/dist/preact.mjs`,
});
/**
 * In `preact/compat`, `memo` and `forwardRef` make components of their own around those that are asked for; and it runs the effects of a
 * render that threw a promise, and forgets the hooks of what it hides meanwhile, so that those cannot count themselves.
 */
const uncounted = new Set(['(anonymous)', 'Hidden', 'MemoRefNamed', 'RefNamed', 'Waiting', 'WaitingAfter', 'Used']);

interface Other {
  readonly name: string;
  readonly entry: string;
  readonly options: BundleOptions;
  /** What the page's hold on `Kept` keeps alive. */
  readonly kept: Readonly<Record<string, number>>;
}
const vueKeeps = { Kept: 2, Several: 2, Host: 2 };
const others: readonly Other[] = [
  ...[10, 11].map((major) => ({
    name: `Preact ${major}`,
    entry: 'preact-compositions',
    options: { alias: preact(major === 10 ? 'node_modules/preact-10' : 'node_modules/preact') },
    kept: { Kept: 2 },
  })),
  { name: 'Vue, development', entry: 'vue-compositions', options: { mode: 'development' }, kept: vueKeeps },
  {
    name: 'Vue, production',
    entry: 'vue-compositions',
    options: { define: { __VUE_PROD_DEVTOOLS__: 'true' } },
    kept: vueKeeps,
  },
];

it.each(others)('$name: counts what was put on the screen, under its name', async ({ entry, options, kept }) => {
  const { page, own, told, retained } = await compose(await bundle(fixture(entry), options));
  for (const [name, { renders, mounts }] of Object.entries(own)) {
    if (entry === 'preact-compositions' && uncounted.has(name)) continue;
    expect({ name, ...told[name] }).toEqual({ name, renders, mounts });
  }
  expect(retained).toEqual(kept);
  await page.close();
});
