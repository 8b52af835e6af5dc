import type { Notifier } from '../notifier.ts';
import { pagerDuty } from './pager-duty.notifier.ts';
import { slack } from './slack.notifier.ts';
import { webhook } from './webhook.notifier.ts';

/** Every kind of receiver of alerts. Each has a queue of its own: none waits for another. */
export const notifiers: readonly Notifier[] = [slack, pagerDuty, webhook];
