import { acceptPort } from '@memory-plus/core/transport/window';
import { installFrameworkHooks } from '@memory-plus/frontend/install';
import { pageMain } from './page-main.ts';

// Taken before the page can replace them.
const { setTimeout, clearTimeout } = window;

const hooks = installFrameworkHooks(window);
acceptPort(window, (port) =>
  pageMain(window, hooks, port, {
    set: (callback, delay) => setTimeout(callback, delay),
    clear: (timer) => clearTimeout(timer as number),
  }),
);
