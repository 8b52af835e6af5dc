import { documentsOf } from '../store/documents.ts';
import { slowRendersOf } from '../store/slow.ts';
import { en } from '../strings/en.ts';
import { lazily } from './lazy.tsx';
import type { View } from './view.ts';

export const rendersView: View = {
  id: 'renders',
  title: en.views.renders,
  icon: 'M2 3h12v4H2z M2 10h7v3H2z M11 10h3v3h-3z',
  component: lazily(async () => (await import('./renders/renders-view.tsx')).RendersView),
  badge(panel) {
    return slowRendersOf(documentsOf(panel), panel.preferences.value.slowRender).length || null;
  },
};
