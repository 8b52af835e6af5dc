import { backendView } from './backend.view.tsx';
import { cachesView } from './caches.view.tsx';
import { leaksView } from './leaks.view.tsx';
import { overviewView } from './overview.view.tsx';
import { recordingsView } from './recordings.view.tsx';
import { rendersView } from './renders.view.tsx';
import { settingsView } from './settings.view.tsx';
import { snapshotsView } from './snapshots.view.tsx';
import type { View } from './view.ts';

/** The views, in the order of the navigation. */
export const views: readonly View[] = [
  overviewView,
  rendersView,
  leaksView,
  cachesView,
  snapshotsView,
  backendView,
  recordingsView,
  settingsView,
];
