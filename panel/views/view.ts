import type { ComponentType } from 'preact';
import type { Panel } from '../store/panel.ts';

/** All views there are to be, in the order of their digits. */
export const viewIds = [
  'overview',
  'renders',
  'leaks',
  'caches',
  'snapshots',
  'backend',
  'recordings',
  'settings',
] as const;
export type ViewId = (typeof viewIds)[number];

export interface ViewProps {
  readonly panel: Panel;
}

/** One view of the panel. It reads the panel's signals and calls its actions; nothing else knows it. */
export interface View {
  readonly id: ViewId;
  readonly title: string;
  /** Drawing of its symbol on a 16 × 16 grid, as an SVG path: the strip of a narrow panel shows it alone. */
  readonly icon: string;
  readonly component: ComponentType<ViewProps>;
  /** A count that should be noticed, beside the title; null for none. */
  badge?(panel: Panel): number | null;
}
