import { language } from '@memory-plus/core/words';
import { effect } from '@preact/signals';
import { render } from 'preact';
import { App } from './app/app.tsx';
import { shownTheme } from './app/theme.ts';
import type { Platform } from './platform/platform.ts';
import { browserEnvironment, type Environment } from './store/environment.ts';
import { createPanel, type Panel } from './store/panel.ts';
import './styles/index.css';

/** Shows the panel in `root`. The panel that it answers is for tests; `unmount` ends everything. */
export function mountPanel(
  root: HTMLElement,
  platform: Platform,
  environment: Environment = browserEnvironment(),
): { readonly panel: Panel; readonly unmount: () => void } {
  document.documentElement.lang = language();
  const panel = createPanel(platform, environment);
  // Before anything is drawn: the charts read their colours from the page.
  const stopTheme = effect(() => {
    document.documentElement.dataset.theme = shownTheme(panel);
  });
  render(<App panel={panel} />, root);
  return {
    panel,
    unmount() {
      render(null, root);
      stopTheme();
      panel.close();
    },
  };
}
