import { en } from '../strings/en.ts';
import { lazily } from './lazy.tsx';
import type { View } from './view.ts';

export const recordingsView: View = {
  id: 'recordings',
  title: en.views.recordings,
  icon: 'M2 4h12v3H2z M3 7v6h10V7 M6 9.500h4',
  component: lazily(async () => (await import('./recordings/recordings-view.tsx')).RecordingsView),
};
