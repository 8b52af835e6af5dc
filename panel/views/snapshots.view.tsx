import { en } from '../strings/en.ts';
import { lazily } from './lazy.tsx';
import type { View } from './view.ts';

export const snapshotsView: View = {
  id: 'snapshots',
  title: en.views.snapshots,
  icon: 'M2 5h3l1.500-2h3L11 5h3v8H2z M8 6.500a2.500 2.500 0 1 0 0 5 2.500 2.500 0 0 0 0-5z',
  component: lazily(async () => (await import('./snapshots/snapshots-view.tsx')).SnapshotsView),
};
