import { originOf } from '@memory-plus/core/model';
import type { Source } from '@memory-plus/core/recording';
import { type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { Platform } from '../platform/platform.ts';
import { en } from '../strings/en.ts';
import { type Notices, said } from './notices.ts';

export const ignoredKey = 'ignored-labels';
/** Sites that are remembered, the last that were changed; and labels of each. */
const mostSites = 200;
const mostLabels = 200;
const longestLabel = 250;

type Sites = ReadonlyMap<string, ReadonlySet<string>>;

/** Labels of retained objects that a person knows about and does not want to count, for each site. */
export interface IgnoredLabels {
  /** The labels (`retainedKey`) of the site that a source belongs to. */
  at(source: Source): ReadonlySet<string>;
  change(source: Source, key: string, ignored: boolean): Promise<void>;
}

const none: ReadonlySet<string> = new Set();

export function createIgnoredLabels(
  platform: Pick<Platform, 'read' | 'write' | 'onWritten'>,
  notices: Notices,
): IgnoredLabels & { readonly sites: ReadonlySignal<Sites>; close(): void } {
  const sites: Signal<Sites> = signal(new Map());
  const read = async () => parseIgnored(await platform.read('local', ignoredKey).catch(() => undefined));
  void read().then((stored) => {
    sites.value = stored;
  });
  const close = platform.onWritten(ignoredKey, (area, value) => {
    if (area === 'local') sites.value = parseIgnored(value);
  });
  const change = async (source: Source, key: string, ignored: boolean) => {
    // What another window has changed meanwhile stays.
    const all = new Map(await read());
    const site = siteOf(source);
    const labels = new Set(all.get(site));
    if (ignored) labels.add(key);
    else labels.delete(key);
    all.delete(site);
    if (labels.size > 0) all.set(site, labels);
    sites.value = bounded(all);
    const stored = Object.fromEntries([...sites.value].map(([name, keys]) => [name, [...keys]]));
    await platform
      .write('local', ignoredKey, stored)
      .catch((error) => notices.problem(en.retained.notKept(said(error))));
  };
  let before: Promise<void> = Promise.resolve();
  return {
    sites,
    close,
    at: (source) => sites.value.get(siteOf(source)) ?? none,
    change(source, key, ignored) {
      // One after the other: each reads what the one before has written.
      before = before.then(() => change(source, key, ignored));
      return before;
    },
  };
}

/** Reads what was stored; what makes no sense is left out. */
export function parseIgnored(stored: unknown): Sites {
  if (typeof stored !== 'object' || stored === null) return new Map();
  const sites = Object.entries(stored).flatMap(([site, keys]) => {
    const labels = (Array.isArray(keys) ? keys : []).filter(
      (key): key is string => typeof key === 'string' && key.length <= longestLabel,
    );
    return labels.length > 0 ? [[site, new Set(labels)] as const] : [];
  });
  return bounded(new Map(sites));
}

function bounded(sites: Sites): Sites {
  const last = [...sites].slice(-mostSites);
  return new Map(last.map(([site, labels]) => [site, new Set([...labels].slice(-mostLabels))]));
}

/** The origin; a page without one (a file) is a site of its own. */
function siteOf({ url }: Source): string {
  return originOf(url) || url;
}
