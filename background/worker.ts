import { runtimeHop } from '@memory-plus/core/transport/runtime';
import browser from 'webextension-polyfill';
import { showMonitored } from './badge.ts';
import { keepContentScripts } from './content-scripts.ts';
import { answerPermissionQuestions } from './permission-questions.ts';
import { Router } from './router.ts';
import { roleOf } from './sender.ts';

// Listeners stand at the top level: a worker that was stopped is started for them and must find them at once.
const router = new Router({
  nudge: async (tab) => {
    try {
      await browser.tabs.sendMessage(tab, { type: 'wake' });
      return true;
    } catch {
      return false;
    }
  },
  monitored: (tab, monitored) => void showMonitored(tab, monitored),
  timers: { set: (callback, delay) => setTimeout(callback, delay), clear: (timer) => clearTimeout(timer as number) },
});

browser.runtime.onConnect.addListener((port) => {
  const role = roleOf(port.sender, browser.runtime.id, browser.runtime.getURL(''));
  if (role.kind === 'panel') router.panel(runtimeHop(port));
  else if (role.kind === 'page') router.page(runtimeHop(port), role);
  else port.disconnect();
});

keepContentScripts();
answerPermissionQuestions();
