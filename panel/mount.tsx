import { language } from '@memory-plus/core/words';
import { effect } from '@preact/signals';
import { options, render } from 'preact';
import { App } from './app/app.tsx';
import { type OwnRenders, type RenderHooks, watchOwnRenders } from './app/own-renders.ts';
import { shownTheme } from './app/theme.ts';
import type { Platform } from './platform/platform.ts';
import { browserEnvironment, type Environment } from './store/environment.ts';
import { createPanel, type Panel } from './store/panel.ts';
import './styles/index.css';

/** Shows the panel in `root`. The panel and what its renders cost are for tests; `unmount` ends everything. */
export function mountPanel(
  root: HTMLElement,
  platform: Platform,
  environment: Environment = browserEnvironment(),
): { readonly panel: Panel; readonly ownRenders: OwnRenders; readonly unmount: () => void } {
  document.documentElement.lang = language();
  const panel = createPanel(platform, environment);
  // The hooks that Preact's types leave out.
  const ownRenders = watchOwnRenders(options as RenderHooks, () => performance.now());
  // Before anything is drawn: the charts read their colours from the page.
  const stopTheme = effect(() => {
    document.documentElement.dataset.theme = shownTheme(panel);
  });
  render(<App panel={panel} ownRenders={ownRenders} />, root);
  return {
    panel,
    ownRenders,
    unmount() {
      render(null, root);
      ownRenders.stop();
      stopTheme();
      panel.close();
    },
  };
}
