import { addressProblems } from '../address.ts';
import type { AlertNotice } from '../alert-notice.ts';
import { jsonMessage, type Notifier, shorten } from '../notifier.ts';

const eventsUrl = 'https://events.pagerduty.com/v2/enqueue';
const keyPattern = /^[A-Za-z0-9]{32}$/;
// Limit of the Events API v2: developer.pagerduty.com/docs/events-api-v2/trigger-events.
const longestSummary = 1_024;

/** Events API v2 of PagerDuty: an incident when an alert is raised, resolved when it is over. */
export const pagerDuty: Notifier = {
  name: 'pagerDuty',
  problems: ({ pagerDuty: options }) => [
    ...(options && !keyPattern.test(options.routingKey)
      ? ['alerting.pagerDuty.routingKey must be the 32 characters of an Events API v2 integration']
      : []),
    ...(options?.url === undefined ? [] : addressProblems('alerting.pagerDuty.url', options.url)),
  ],
  composer: ({ pagerDuty: options }) =>
    options && ((notice) => jsonMessage(options.url ?? eventsUrl, pagerDutyEvent(notice, options.routingKey))),
};

function pagerDutyEvent({ key, rule, level, state, detail, instance, at, id }: AlertNotice, routingKey: string) {
  const event = { routing_key: routingKey, dedup_key: key };
  if (state === 'resolved') return { ...event, event_action: 'resolve' };
  return {
    ...event,
    event_action: 'trigger',
    client: 'Memory+',
    payload: {
      summary: shorten(`${rule} on ${instance}: ${detail}`, longestSummary),
      source: instance,
      severity: level,
      timestamp: new Date(at).toISOString(),
      component: 'memory',
      class: rule,
      custom_details: { detail, event: id },
    },
  };
}
