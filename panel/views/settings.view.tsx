import { en } from '../strings/en.ts';
import { lazily } from './lazy.tsx';
import type { View } from './view.ts';

export const settingsView: View = {
  id: 'settings',
  title: en.views.settings,
  icon: 'M2 4h7 M12 4h2 M10.500 2.500v3 M2 8h2 M7 8h7 M5.500 6.500v3 M2 12h6 M11 12h3 M9.500 10.500v3',
  component: lazily(async () => (await import('./settings/settings-view.tsx')).SettingsView),
};
