import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { ElementHandle } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { press, until } from '../../scripts/browser/panel.mjs';
import { servePages } from './pages.ts';
import { openSession, type Session, textOf, wait } from './session.ts';

const leakingProcess = fileURLToPath(new URL('leaking-process.cjs', import.meta.url));
const perRound = 3000;

let folder: string;
let files: readonly string[];
let pages: Awaited<ReturnType<typeof servePages>>;
let session: Session;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'memory-plus-snapshots-'));
  files = ['first', 'second', 'third'].map((name) => join(folder, `${name}.heapsnapshot`));
  execFileSync(process.execPath, [leakingProcess, String(perRound), ...files]);
  pages = await servePages();
  session = await openSession(pages.url('/plain'));
  await press(session.panel, 'tab-snapshots');
});
afterAll(async () => {
  await session?.close();
  await pages?.close();
  rmSync(folder, { recursive: true, force: true });
});

const theme = (name: string) =>
  session.panel.evaluate((wanted) => {
    document.documentElement.dataset.theme = wanted;
  }, name);

/** Keeps both themes. */
async function pictures(name: string): Promise<void> {
  await session.screenshot(`snapshots-${name}`);
  await theme('dark');
  await wait(200);
  await session.screenshot(`snapshots-${name}-dark`);
  await theme('light');
}

async function choose(...paths: readonly string[]): Promise<void> {
  const input = (await session.panel.waitForSelector(
    '[data-testid="snapshot-input"]',
  )) as ElementHandle<HTMLInputElement>;
  await input.uploadFile(...paths);
}

const opened = () => session.panel.waitForSelector('[data-testid="snapshot-export"]', { timeout: 60_000 });
const show = (tab: string) => press(session.panel, `snapshot-tab-${tab}`);
const answer = () => session.panel.evaluate(() => document.getElementById('snapshot-answer')?.textContent ?? '');
const answers = (pattern: RegExp) =>
  until(30_000, `The tab does not answer ${pattern}.`, async () => pattern.test(await answer()));

describe('snapshots in the built extension', () => {
  it('says how to take one, and what is wrong with what is none', async () => {
    await session.panel.waitForSelector('[data-testid="snapshot-input"]');
    await pictures('empty');
    const picture = join(folder, 'cat.png');
    writeFileSync(picture, Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a]));
    await choose(picture);
    await session.panel.waitForSelector('[data-testid="snapshot-error"]', { timeout: 20_000 });
    expect(await textOf(session.panel, 'snapshot-error')).toContain('cat.png is not a heap snapshot, because:');
    await pictures('wrong-file');
  });

  it('opens one, gzipped: summary, suspects with their way from a root, dominators, a path', async () => {
    const [first] = files;
    const gz = join(folder, 'first.heapsnapshot.gz');
    writeFileSync(gz, gzipSync(readFileSync(first as string)));
    await choose(gz);
    await opened();
    await answers(/LeakedSession/);
    await pictures('summary');
    await show('suspects');
    await session.panel.waitForSelector('[data-testid="suspect-row"]', { timeout: 30_000 });
    expect(await answer()).toMatch(/sessionRegistry/);
    await pictures('suspects');
    await show('dominators');
    await session.panel.waitForSelector('[data-testid="snapshot-row"]', { timeout: 30_000 });
    await pictures('dominators');
    await session.panel.locator('[data-testid="snapshot-search"]').fill('LeakedSession');
    await answers(/3,\d\d\d objects/);
    await session.panel.click('[data-testid="snapshot-row"]');
    await session.panel.waitForSelector('[data-testid="snapshot-path"]', { timeout: 30_000 });
    await answers(/sessionRegistry/);
    await pictures('path');
  });

  it('compares two by id, and hunts with three', async () => {
    await choose(...files.slice(0, 2));
    await opened();
    await answers(/LeakedSession/);
    expect(await answer()).toContain(`+${perRound.toLocaleString('en-US')}`);
    await pictures('diff');
    await choose(...files);
    await opened();
    await answers(/sessionRegistry|Collections that grew/);
    expect(await answer()).toMatch(/3,00\d → 6,00\d → 9,00\d/);
    await pictures('hunt');
  });

  it('saves its findings as JSON', async () => {
    const control = await session.browser.target().createCDPSession();
    const downloads = mkdtempSync(join(folder, 'saved-'));
    await control.send('Browser.setDownloadBehavior', { behavior: 'allow', downloadPath: downloads });
    await press(session.panel, 'snapshot-export');
    const saved = await until(30_000, 'No file was saved.', async () =>
      readdirSync(downloads).find((name) => name.endsWith('.json')),
    );
    const findings = JSON.parse(readFileSync(join(downloads, saved), 'utf8'));
    expect(findings.format).toBe('memory-plus/snapshot-findings@1');
    expect(findings.snapshots).toHaveLength(3);
    const rounds = findings.hunt.growing[0].entries.map((entries: number) => Math.round(entries / perRound));
    expect(rounds).toEqual([1, 2, 3]);
  });
});
