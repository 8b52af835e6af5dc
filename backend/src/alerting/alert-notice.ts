import { randomUUID } from 'node:crypto';
import type { EpochMs } from '@memory-plus/core/model';
import type { Alert } from '@memory-plus/core/protocol/backend';

/** One event of an alert on its way to the outside. */
export interface AlertNotice {
  /** Of this event: the same in each try, so that a receiver can tell a repetition. */
  readonly id: string;
  /** Of the alert: the same when it is raised, resolved, and raised again. */
  readonly key: string;
  readonly instance: string;
  readonly rule: string;
  readonly level: Alert['level'];
  readonly state: Alert['state'];
  readonly detail: string;
  readonly at: EpochMs;
}

const longestKey = 255;

export function noticeOf({ rule, level, state, detail, at }: Alert, instance: string): AlertNotice {
  const key = `memory-plus/${rule}@${instance}`.slice(0, longestKey);
  return { id: randomUUID(), key, instance, rule, level, state, detail, at };
}
