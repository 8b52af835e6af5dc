import type { Row, TableName } from '@memory-plus/core/model';
import type { Page } from 'puppeteer';

export async function rowsOf<K extends TableName>(page: Page, table: K): Promise<Row<K>[]> {
  return (await page.evaluate((name) => window.monitorTest.rows[name] ?? [], table)) as Row<K>[];
}

/** Renders into the page, lets React commit, and ends the window. */
export async function act(page: Page, work: () => void): Promise<void> {
  await page.evaluate(work);
  await new Promise((resolve) => setTimeout(resolve, 450));
}

export function sum<K extends 'count' | 'mounts'>(
  rows: readonly Row<'renders'>[],
  component: string,
  column: K,
): number {
  return rows.filter((row) => row.component === component).reduce((total, row) => total + row[column], 0);
}

/** Slow renders of the component that burns time. On a busy machine others may be slow as well. */
export async function slowOnes(page: Page): Promise<Row<'slowRenders'>[]> {
  return (await rowsOf(page, 'slowRenders')).filter(({ component }) => component === 'Slow');
}
