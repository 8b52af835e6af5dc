import {
  type Milliseconds,
  type MonitorSettings,
  type Row,
  type SourceGroup,
  sourceGroups,
  type Verdict,
} from '@memory-plus/core/model';
import { cut } from '../platform/text.ts';

export interface MonitorOptions extends Partial<MonitorSettings> {
  /** Time between two automatic snapshots; 0 for none. Five minutes by default. */
  readonly snapshotInterval?: Milliseconds;
}

/** What is measured here, or why not. */
export type Capabilities = Readonly<Record<string, { readonly available: boolean; readonly detail: string }>>;

/** Listeners told of an alert. */
export const maxAlertListeners = 100;

/** Told when the verdict on the page's memory becomes, or stops being, a suspicion or a proof. */
export type AlertListener = (alert: Row<'alerts'>, verdict: Verdict) => void;

/** The row of an alert that a verdict raises or resolves. */
export function alertOf(at: number, verdict: Verdict, raised: boolean): Row<'alerts'> {
  return {
    at,
    rule: verdict.rule ?? 'heap',
    level: verdict.word === 'leak' ? 'critical' : raised ? 'warning' : 'info',
    state: raised ? 'raised' : 'resolved',
    detail: cut(verdict.sentences[0]),
  };
}

export function isSnapshotInterval(value: unknown): value is Milliseconds {
  return typeof value === 'number' && (value === 0 || (value >= 1_000 && value <= 86_400_000));
}

export function isSourceGroups(value: unknown): value is readonly SourceGroup[] {
  return Array.isArray(value) && value.every((group) => sourceGroups.includes(group));
}
