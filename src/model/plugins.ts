import type { Row, TableName } from './tables.ts';
import type { Capability, Milliseconds } from './units.ts';

/** Puts one row into the recording. Never throws. */
export type Emit = <K extends TableName>(table: K, row: Row<K>) => void;

/** Ends what a start began. Calling it twice is allowed and does nothing more. */
export type Stop = () => void;

export interface MonitorSettings {
  /** Time between two heap readings. */
  readonly heapInterval: Milliseconds;
  /** A render or frame longer than this is slow. The seed document says 16 ms. */
  readonly slowRender: Milliseconds;
  /**
   * Keeps React's profiling builds (19.2 and later) from drawing each component into DevTools' Performance panel, which makes them
   * several times slower as soon as any tool listens. Off by default: it takes something from the page's own tracks.
   */
  readonly muteComponentTracks?: boolean;
  /** What is not to be measured; nothing of it runs then. All is measured where this is absent. */
  readonly without?: readonly SourceGroup[];
}

/** What can be switched off. What explains the rest (collections, the page's life, its marks, the monitor's own cost) always runs. */
export const sourceGroups = [
  'heap',
  'renders',
  'frames',
  'interactions',
  'nodes',
  'retained',
  'caches',
  'requests',
] as const;
export type SourceGroup = (typeof sourceGroups)[number];

export const defaultSettings: MonitorSettings = { heapInterval: 500, slowRender: 16 };

/** Limits of the settings; what lies outside is refused at each boundary. */
export const settingsLimits = {
  heapInterval: { min: 50, max: 60_000 },
  slowRender: { min: 1, max: 10_000 },
} as const;

/**
 * One thing that a page can tell (heap, frames, DOM, …). `Environment` is what it measures in: the page's window for the real ones.
 * Nothing runs before `start`; after its `Stop` nothing is left behind, no timer, listener, observer or patched function.
 */
export interface MetricSource<Environment> {
  readonly name: string;
  /** What it belongs to of what can be switched off; null where it always runs. */
  readonly group: SourceGroup | null;
  support(environment: Environment): Capability;
  start(environment: Environment, emit: Emit, settings: () => MonitorSettings): Stop;
}

/** Under this name a page tells, in its `capabilities`, of a React that draws each component; available where it is muted. */
export const componentTracksName = 'component tracks';

/** Developers' tools in the page that keep objects alive: a page tells of each, under this name, in its `capabilities`. */
export const devToolNames = [
  'React Fast Refresh',
  'React DevTools',
  'Vue DevTools',
  'Preact DevTools',
  'Redux DevTools',
] as const;
export type DevToolName = (typeof devToolNames)[number];

/** Names under which a page tells, in its `capabilities`, which frameworks were found in it. */
export const frameworkNames = [
  'react',
  'preact',
  'vue',
  'angular',
  'svelte',
  'solid',
  'lit',
  'custom elements',
] as const;

/** Names of two rows of `caches` that are none of the page's own: the browser's cache, and what the origin stores on disk. */
export const httpCacheName = 'HTTP cache';
export const storageName = 'storage';

/** Which commits' trees a page is asked for: the next one, each one slower than all since it was asked, or none any more. */
export const flameWishes = ['next', 'slowest', 'none'] as const;
export type FlameWish = (typeof flameWishes)[number];
