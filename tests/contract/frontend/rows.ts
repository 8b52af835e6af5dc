import type { Row, TableName } from '@memory-plus/core/model';
import type { Page } from 'puppeteer';
import { expect } from 'vitest';

export async function rowsOf<K extends TableName>(page: Page, table: K): Promise<Row<K>[]> {
  return (await page.evaluate((name) => window.monitorTest.rows[name] ?? [], table)) as Row<K>[];
}

/** Renders into the page, lets React commit, and ends the window. */
export async function act(page: Page, work: () => void): Promise<void> {
  await page.evaluate(work);
  await new Promise((resolve) => setTimeout(resolve, 450));
}

/** Renders the component that burns time, and waits until it is told as often as it rendered. */
export async function render(page: Page, work: (tick: number) => void, tick = 0): Promise<void> {
  const before = await page.evaluate(slowCounts);
  await page.evaluate(work, tick);
  for (let waited = 0; ; waited += pollInterval) {
    const { burnt, told } = await page.evaluate(slowCounts);
    if (burnt > before.burnt && told - before.told >= burnt - before.burnt) return;
    if (waited >= patience)
      throw new Error(`Rendered ${burnt - before.burnt} times, told ${told - before.told} times.`);
    await new Promise((resolve) => setTimeout(resolve, pollInterval));
  }
}

const pollInterval = 50;
const patience = 20_000;

/** Runs in the page. */
function slowCounts(): { burnt: number; told: number } {
  const rows = (window.monitorTest.rows.renders ?? []) as Row<'renders'>[];
  const { burnt, names } = window.tree;
  const told = rows.reduce((all, { component, count }) => all + (component === names.slow ? count : 0), 0);
  return { burnt: burnt.length, told };
}

/**
 * How long the renders of the burning component were told to take, as shares of what it measured itself. A machine with more to do than
 * it has cores may halt the page at any moment, also between the two clocks: the median of several renders is free of that.
 */
export async function typicalShare(page: Page, told: readonly (number | null)[]): Promise<number> {
  const burnt = await page.evaluate(() => window.tree.burnt);
  expect(told.length).toBe(burnt.length);
  const all = told.map((time, index) => (time ?? 0) / (burnt[index] ?? Number.NaN)).sort((a, b) => a - b);
  // No halt makes a render shorter than what burned inside it; the browser's clock is coarse.
  expect(all[0]).toBeGreaterThan(0.97);
  return all[all.length >> 1] ?? Number.NaN;
}

export function sum(
  rows: readonly Row<'renders'>[],
  component: string,
  column: 'count' | 'mounts' | 'slow' | 'self',
): number {
  return rows.filter((row) => row.component === component).reduce((total, row) => total + (row[column] ?? 0), 0);
}

/** Slow renders of the component that burns time. Where the machine halts the page in another one, that is slow as well. */
export async function slowOnes(page: Page): Promise<Row<'slowRenders'>[]> {
  const { slow } = await page.evaluate(() => window.tree.names);
  return (await rowsOf(page, 'slowRenders')).filter(({ component }) => component === slow);
}
