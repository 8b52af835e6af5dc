import { publicUrl } from '@memory-plus/core/model';
import { runtimeHop } from '@memory-plus/core/transport/runtime';
import { offerPort } from '@memory-plus/core/transport/window';
import browser from 'webextension-polyfill';
import { bridge } from './bridge.ts';

bridge({
  page: offerPort(window),
  // After an update or removal of the extension this script lives on without a runtime.
  openWorker: () => (browser.runtime?.id ? runtimeHop(browser.runtime.connect({ name: 'page' })) : null),
  onNudge: (listener) => browser.runtime.onMessage.addListener((message: unknown) => listener(message)),
  document: {
    id: [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join(''),
    url: publicUrl(location.href),
    startedAt: performance.timeOrigin,
    whenActive: (callback) => {
      if ('prerendering' in document && document.prerendering)
        document.addEventListener('prerenderingchange', callback, { once: true });
      else callback();
    },
    onStored: (callback) => {
      addEventListener('pagehide', (event) => event.persisted && callback(true));
      addEventListener('pageshow', (event) => event.persisted && callback(false));
    },
  },
  timers: { set: (callback, delay) => setTimeout(callback, delay), clear: (timer) => clearTimeout(timer as number) },
});
