import type { Cell, Column, EpochMs, Milliseconds, TableName, Tables } from '../model/index.ts';

/** Name and version of the format. A reader refuses any other. */
export const recordingFormat = 'memory-plus/recording@1';

/** A document (one load of one frame) or one life of a server process: everything with a memory of its own. */
export type Source = PageSource | ServerSource;

export interface PageSource {
  readonly kind: 'page';
  /** Unique in the recording. */
  readonly id: string;
  readonly startedAt: EpochMs;
  /** Without query string, fragment and user info, unless the person asked to keep them. */
  readonly url: string;
  /** 0 is the top frame. */
  readonly frame: number;
}

export interface ServerSource {
  readonly kind: 'server';
  readonly id: string;
  readonly startedAt: EpochMs;
  /** Origin that it was reached at. */
  readonly url: string;
  readonly name: string;
  /** Changes when the process restarts. */
  readonly bootId: string;
  /** Server clock minus browser clock when it was last estimated; the rows of the source are already on the browser's clock. */
  readonly clockOffset: Milliseconds | null;
}

/** Rows that were lost on the way, by the place where they were lost. */
export interface Dropped {
  readonly page: number;
  readonly relay: number;
  readonly recording: number;
}

/** The columns of table `K`, all of one length. `source` is an index into the recording's sources. */
export type Columns<K extends TableName> = { source: number[] } & {
  -readonly [C in keyof Tables[K]]: Tables[K][C] extends Column ? Cell<Tables[K][C]>[] : never;
};

/** What was recorded, as columns over one clock (EpochMs of the browser). */
export interface Recording {
  readonly format: typeof recordingFormat;
  readonly tool: { readonly name: string; readonly version: string };
  readonly created: EpochMs;
  readonly settings: { readonly heapInterval: Milliseconds; readonly slowRender: Milliseconds };
  readonly sources: readonly Source[];
  readonly dropped: Dropped;
  /** An absent table is an empty one. */
  readonly tables: { readonly [K in TableName]?: Readonly<Columns<K>> };
}
