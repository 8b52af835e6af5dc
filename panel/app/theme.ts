import type { Panel } from '../store/panel.ts';

/** The theme to show: what the person chose, else that of DevTools. */
export function shownTheme(panel: Panel): 'light' | 'dark' {
  const { theme } = panel.preferences.value;
  return theme === 'auto' ? panel.platform.theme : theme;
}
