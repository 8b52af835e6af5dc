import { documentsOf } from '../store/documents.ts';
import { en } from '../strings/en.ts';
import { lazily } from './lazy.tsx';
import { sumOf } from './leaks/sum.ts';
import type { View } from './view.ts';

export const leaksView: View = {
  id: 'leaks',
  title: en.views.leaks,
  icon: 'M8 2c3 4 4 5.5 4 7.5a4 4 0 0 1-8 0C4 7.500 5 6 8 2z',
  component: lazily(async () => (await import('./leaks/leaks-view.tsx')).LeaksView),
  badge(panel) {
    return sumOf(documentsOf(panel).at(-1)?.counted ?? []) || null;
  },
};
