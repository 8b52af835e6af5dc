import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { press, until } from '../../scripts/browser/panel.mjs';
import { rowsOf } from '../../src/recording/index.ts';
import { servePages } from './pages.ts';
import { heapShown, openSession, type Session } from './session.ts';

const host = 'shop.test';
const args = [`--host-resolver-rules=MAP ${host} 127.0.0.1`];

let pages: Awaited<ReturnType<typeof servePages>>;
const url = () => pages.url('/plain').replace('localhost', host);

beforeAll(async () => {
  pages = await servePages();
});
afterAll(() => pages?.close());

const hookAtFirstScript = ({ page }: Session) =>
  page.evaluate(() => (window as unknown as { hookAtFirstScript: string }).hookAtFirstScript);

/** The same build with the site's permission in place: a test cannot press the button of the browser's own prompt. */
function buildWithPermission(pattern: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'memory-plus-granted-'));
  cpSync('dist/chrome', folder, { recursive: true });
  const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
  manifest.host_permissions.push(pattern);
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest));
  return folder;
}

describe('a site beyond localhost', () => {
  it('is not touched before the person allows it, and the tab says how', async () => {
    const session = await openSession(url(), { args });
    await session.panel.waitForSelector('[data-testid="enable-site"]', { timeout: 15_000 });
    await session.screenshot('not-granted');
    expect(await hookAtFirstScript(session)).toBe('undefined');
    await session.close();
  });

  it('is measured once it is allowed, after a restart of the worker too', async () => {
    const extension = buildWithPermission(`http://${host}/*`);
    const session = await openSession(url(), { args, extension });
    for (let visit = 0; visit < 2; visit++) {
      await until(20_000, 'The site is not measured.', async () => {
        await session.page.reload();
        return (await hookAtFirstScript(session)) === 'object';
      });
      await heapShown(session);
      await session.stopWorker();
    }
    const recording = await session.record();
    expect(recording.sources.every(({ url: address }) => address.includes(host))).toBe(true);
    expect([...rowsOf(recording, 'heap')].length).toBeGreaterThan(0);
    await session.page.evaluate(() => {
      (window as unknown as { weak: WeakRef<object> }).weak = new WeakRef(document.createElement('p'));
    });
    await press(session.panel, 'collect-garbage');
    const alive = () =>
      session.page.evaluate(() => (window as unknown as { weak: WeakRef<object> }).weak.deref() !== undefined);
    await until(10_000, 'What nothing holds is still alive.', async () => !(await alive()));
    await session.close();
    rmSync(extension, { recursive: true, force: true });
  });
});
