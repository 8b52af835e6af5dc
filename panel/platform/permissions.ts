import type { Messages, PermissionQuestions } from '@memory-plus/core/protocol';
import browser from 'webextension-polyfill';

/** Whether origins (match patterns) may be reached, and asking the person for them. */
export interface Permissions {
  contains(origins: string[]): Promise<boolean>;
  /** Must be called in a click. True once they are granted and the content scripts are in place. */
  request(origins: string[]): Promise<boolean>;
}

/** A tab of DevTools has the API in Chrome and Edge; in Firefox it asks the worker. */
export function permissionsHere(): Permissions {
  // In Firefox the name is there and its value is undefined.
  const { permissions }: { permissions?: unknown } = browser;
  return permissions ? own : throughWorker;
}

const own: Permissions = {
  contains: (origins) => browser.permissions.contains({ origins }),
  async request(origins) {
    if (!(await browser.permissions.request({ origins }))) return false;
    await until(2_000, async () => {
      const scripts = await browser.scripting.getRegisteredContentScripts();
      return scripts.some(({ matches }) => origins.every((origin) => matches?.includes(origin)));
    });
    return true;
  },
};

const throughWorker: Permissions = {
  contains: async (origins) => (await ask({ type: 'allowed', origins })) === true,
  async request(origins) {
    if (await throughWorker.contains(origins)) return true;
    await ask({ type: 'ask', origins });
    return until(120_000, () => throughWorker.contains(origins));
  },
};

function ask(question: Messages<PermissionQuestions>): Promise<unknown> {
  return browser.runtime.sendMessage(question);
}

async function until(timeout: number, holds: () => Promise<boolean>): Promise<boolean> {
  const end = performance.now() + timeout;
  while (performance.now() < end) {
    if (await holds()) return true;
    await new Promise((resolve) => setTimeout(resolve, 50 + timeout / 400));
  }
  return false;
}
