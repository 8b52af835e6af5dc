import { describe, expect, it } from 'vitest';
import { press, until } from '../../scripts/browser/panel.mjs';
import { heapShown, inspecting, textOf, wait } from './session.ts';

const opened = inspecting('/plain');

/** Puts cards into a list, takes them out and holds them; all that the page finds on its window meanwhile is written down. */
function leak(hold: string): void {
  const page = window as unknown as { held?: Element[]; found: unknown[] };
  const list = document.createElement('ul');
  list.id = 'cards';
  document.body.append(list);
  const cards = Array.from({ length: 5 }, () => {
    const card = document.createElement('li');
    card.className = 'leaked-card';
    list.append(card);
    return card;
  });
  setTimeout(() => {
    for (const card of cards) card.remove();
    if (hold === 'variable') page.held = cards;
    // The console holds what is logged while DevTools is open: that is what is tested.
    else for (const card of cards.splice(0)) console.log(card);
  });
  page.found = [];
  const known = new Set(Object.getOwnPropertyNames(window));
  const look = () => {
    const names = Object.getOwnPropertyNames(window).filter((name) => !known.has(name) && name.startsWith('memory'));
    // What lies there is read as late as a page can: it must not keep DevTools from its object while DevTools comes at once.
    page.found.push(...names);
  };
  setInterval(look, 1);
}

async function retainedShown(count: number): Promise<void> {
  const { panel } = opened.session;
  await panel.$eval('[data-testid="tab-leaks"]', (tab) => (tab as HTMLElement).click());
  await until(30_000, 'The removed cards are not listed.', async () => {
    await press(panel, 'collect-garbage');
    await wait(700);
    return ((await textOf(panel, 'retained-row')) ?? '').includes(`removed node${count}`);
  });
}

/** The panel that DevTools shows, and what is selected in Elements. */
const shownInDevTools = () =>
  opened.session.devtools.evaluate(`(async () => {
    const UI = await import('./ui/legacy/legacy.js');
    const SDK = await import('./core/sdk/sdk.js');
    const node = UI.Context.Context.instance().flavor(SDK.DOMModel.DOMNode);
    return { panel: UI.InspectorView.InspectorView.instance().tabbedPane.selectedTabId, id: node?.getAttribute('id') ?? null };
  })()`);

describe('inspect', () => {
  it('jumps to the place in Elements that a retained element was taken out of, and leaves nothing in the page', async () => {
    const { page, panel } = opened.session;
    await heapShown(opened.session);
    await page.evaluate(leak, 'variable');
    await retainedShown(5);
    expect(await textOf(panel, 'retained-row')).toContain('removed from ul#cards on /plain');
    await press(panel, 'inspect');
    await until(10_000, 'Elements does not show the place.', async () => {
      const shown = await shownInDevTools();
      return JSON.stringify(shown) === JSON.stringify({ panel: 'elements', id: 'cards' });
    });
    await opened.session.screenshot('inspect-elements');
    expect(await textOf(panel, 'notice-plain')).toContain('Elements shows where li.leaked-card was taken out');
    const left = await page.evaluate(() =>
      Object.getOwnPropertyNames(window).filter((name) => name.startsWith('memory-plus')),
    );
    expect(left).toEqual([]);
    // The page may have seen the name while it lay there: a different one for each time, and gone.
    const found = await page.evaluate(() => new Set((window as unknown as { found: string[] }).found).size);
    expect(found).toBeLessThanOrEqual(1);
  });
});

describe('the console check', () => {
  it('finds out that the console held what the page logged', async () => {
    const { page, panel } = opened.session;
    await page.goto(opened.pages.url('/plain'));
    // The tab goes on showing the document before until this one has been reached.
    await wait(2_500);
    await page.evaluate(leak, 'console');
    await retainedShown(5);
    await press(panel, 'console-check-start');
    await until(40_000, 'The check came to no end.', () => panel.$('[data-testid="console-check-result"]'));
    expect(await textOf(panel, 'console-check-result')).toContain('5 × li.leaked-card (removed node)');
    await opened.session.screenshot('console-check');
  });
});
