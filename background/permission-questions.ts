import { parsePermissionQuestion } from '@memory-plus/core/protocol';
import browser, { type Runtime } from 'webextension-polyfill';
import { contentScriptsKept } from './content-scripts.ts';
import { roleOf } from './sender.ts';

/** Firefox gives a tab of DevTools no API for permissions: its questions are answered here, and a page of its own asks the person. */
export function answerPermissionQuestions(): void {
  browser.runtime.onMessage.addListener((input: unknown, sender: Runtime.MessageSender) => {
    if (roleOf(sender, browser.runtime.id, browser.runtime.getURL('')).kind !== 'panel') return undefined;
    const question = parsePermissionQuestion(input);
    if (question?.type === 'allowed') return isAllowed(question.origins);
    if (question?.type === 'ask') return openAllowPage(question.origins);
    return undefined;
  });
}

async function isAllowed(origins: string[]): Promise<boolean> {
  const allowed = await browser.permissions.contains({ origins });
  if (allowed) await contentScriptsKept();
  return allowed;
}

async function openAllowPage(origins: string[]): Promise<void> {
  const query = new URLSearchParams(origins.map((origin) => ['origin', origin]));
  await browser.tabs.create({ url: browser.runtime.getURL(`panel/allow.html?${query}`) });
}
