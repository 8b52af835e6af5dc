import { createHash } from 'node:crypto';
import type { EpochMs, Verdict } from '@memory-plus/core/model';
import type { AllocationSite, LeakReport, RetainedGroup } from '@memory-plus/core/protocol/backend';
import type { CollectionReport } from '../utils/garbage-collection.ts';

const mostReports = 100;

/** What a check found. */
export interface Findings {
  readonly at: EpochMs;
  readonly verdict: Verdict;
  readonly confirmation: CollectionReport | null;
  readonly sites: readonly AllocationSite[];
  readonly retained: readonly RetainedGroup[];
}

/** Leak reports, one per bug: finding it again counts up. Bounded; the one not seen for the longest time goes first. */
export class ReportBook {
  readonly #reports = new Map<string, LeakReport>();
  readonly #known: Set<string>;

  /** `known`: ids that were reported before, for example by the process before this one. */
  constructor(known: readonly string[] = []) {
    this.#known = new Set(known);
  }

  /** Null for a verdict that accuses nothing. */
  add(findings: Findings): LeakReport | null {
    const { at, verdict, confirmation, sites, retained } = findings;
    const { word, rule } = verdict;
    if (word === 'insufficient-data' || word === 'clean' || rule === null) return null;
    const id = fingerprint(rule, sites, retained);
    const before = this.#reports.get(id);
    const report: LeakReport = {
      id,
      state: before || this.#known.has(id) ? 'known' : 'new',
      count: (before?.count ?? 0) + 1,
      firstSeen: before?.firstSeen ?? at,
      lastSeen: at,
      word,
      rule,
      sentences: [...verdict.sentences],
      evidence: verdict.evidence,
      confirmation: confirmation && {
        freed: confirmation.freed,
        after: confirmation.after,
        duration: confirmation.duration,
      },
      sites: [...sites],
      retained: retained.slice(0, 20),
      advice: advise(sites, retained),
    };
    this.#reports.delete(id);
    this.#reports.set(id, report);
    const [oldest] = this.#reports.keys();
    if (this.#reports.size > mostReports && oldest !== undefined) this.#reports.delete(oldest);
    return report;
  }

  /** These ids are no longer new when they are found. */
  know(ids: Iterable<string>): void {
    for (const id of ids) {
      this.#known.add(id);
      const report = this.#reports.get(id);
      if (report) this.#reports.set(id, { ...report, state: 'known' });
    }
  }

  /** What earlier processes found, last seen last. What this one found itself stands after it. */
  restore(reports: readonly LeakReport[]): void {
    const own = [...this.#reports];
    this.#reports.clear();
    for (const report of reports.slice(-mostReports + own.length)) this.#reports.set(report.id, report);
    for (const [id, report] of own) {
      this.#reports.delete(id);
      this.#reports.set(id, report);
    }
    this.know(reports.map(({ id }) => id));
  }

  /** Last seen first. */
  list(): LeakReport[] {
    return [...this.#reports.values()].reverse();
  }

  clear(): number {
    const { size } = this.#reports;
    this.#reports.clear();
    return size;
  }
}

/** The same bug has the same id in every process and release, so neither lines nor sizes nor addresses go into it. */
export function fingerprint(
  rule: string,
  sites: readonly AllocationSite[],
  retained: readonly RetainedGroup[],
): string {
  const site = sites[0];
  const label = retained[0]?.label;
  const cause =
    label !== undefined
      ? `retained ${label}`
      : site
        ? `site ${site.function} ${site.script.replace(/:\d+$/, '')}`
        : rule;
  return createHash('sha256').update(cause).digest('hex').slice(0, 16);
}

function advise(sites: readonly AllocationSite[], retained: readonly RetainedGroup[]): string[] {
  const site = sites[0];
  const group = retained[0];
  return [
    ...(group
      ? [`Find what still holds "${group.label}": a listener, timer, map or closure that was not released at its end.`]
      : []),
    ...(site
      ? [
          `Look at what ${site.function} (${site.script}) allocates and who keeps it; give the collection that keeps it a bound.`,
        ]
      : []),
    ...(site || group
      ? []
      : ['No allocation site is known yet. Check again in some minutes, or compare two heap snapshots.']),
  ];
}
