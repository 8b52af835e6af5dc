import type { Bytes, EpochMs, VerdictWord } from '@memory-plus/core/model';
import type { RecordingModel } from '../store/recording-model.ts';

/** What is known of a kept recording without opening it. */
export interface RecordingEntry {
  readonly id: string;
  readonly name: string;
  readonly notes: string;
  /** A pinned recording is never deleted to make room unless the person says so. */
  readonly pinned: boolean;
  /** Origins of its top frames, in the order they came. Empty for a server alone. */
  readonly sites: readonly string[];
  /** The stretch of time that it tells about. */
  readonly from: EpochMs;
  readonly to: EpochMs;
  /** When rows were last written to it. */
  readonly lastAt: EpochMs;
  readonly rows: number;
  /** What was said of its page when it was last written; null where it has none. */
  readonly verdict: VerdictWord | null;
  /** Size of what is stored of it. */
  readonly bytes: Bytes;
  /** Came from a file rather than from this panel. */
  readonly imported: boolean;
}

/** What a person may change of one. */
export type EntryChanges = Partial<Pick<RecordingEntry, 'name' | 'notes' | 'pinned'>>;

export const maxNameLength = 120;
export const maxNotesLength = 4_000;
const maxSites = 20;

/** Origin of the page that the top frame showed last, and what was said of its memory. */
export function pageOf(model: RecordingModel): { readonly site: string | null; readonly verdict: VerdictWord | null } {
  const tops = model.states.filter(({ source }) => source.kind === 'page' && source.frame === 0);
  const page = tops.sort((a, b) => a.source.startedAt - b.source.startedAt).at(-1);
  if (!page) return { site: null, verdict: null };
  const site = URL.canParse(page.source.url) ? new URL(page.source.url).origin : null;
  return { site, verdict: page.analysis.verdict(page.lastAt).word };
}

/** `site` added where it is new and there is room for it. */
export function withSite(sites: readonly string[], site: string | null): readonly string[] {
  return site === null || sites.includes(site) || sites.length >= maxSites ? sites : [...sites, site];
}

/** Whether `entry` has all words of `search` in its name, notes or sites. */
export function matches(entry: RecordingEntry, search: string): boolean {
  const text = [entry.name, entry.notes, ...entry.sites].join(' ').toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
