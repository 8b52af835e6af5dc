import { en } from '../strings/en.ts';
import { lazily } from './lazy.tsx';
import type { View } from './view.ts';

export const backendView: View = {
  id: 'backend',
  title: en.views.backend,
  icon: 'M2 2h12v5H2z M2 9h12v5H2z M4.500 4.500h1 M4.500 11.500h1',
  component: lazily(async () => (await import('./backend/backend-view.tsx')).BackendView),
};
