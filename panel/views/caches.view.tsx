import { en } from '../strings/en.ts';
import { lazily } from './lazy.tsx';
import type { View } from './view.ts';

export const cachesView: View = {
  id: 'caches',
  title: en.views.caches,
  icon: 'M2 4c0-1.100 2.700-2 6-2s6 .9 6 2-2.700 2-6 2-6-.9-6-2z M2 4v8c0 1.100 2.700 2 6 2s6-.9 6-2V4 M2 8c0 1.100 2.700 2 6 2s6-.9 6-2',
  component: lazily(async () => (await import('./caches/caches-view.tsx')).CachesView),
};
