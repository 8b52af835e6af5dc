import { z } from 'zod';

/** Slack's incoming webhook with the blocks that are used, from docs.slack.dev (messaging/sending-messages-using-incoming-webhooks, reference/block-kit). */
const plainText = z.strictObject({
  type: z.literal('plain_text'),
  text: z.string().min(1).max(150),
  emoji: z.boolean().optional(),
});
const markdownText = z.strictObject({
  type: z.literal('mrkdwn'),
  text: z.string().min(1).max(3_000),
  verbatim: z.boolean().optional(),
});
const blockId = z.string().max(255).optional();
export const slackSchema = z.strictObject({
  text: z.string().min(1).max(40_000),
  blocks: z
    .array(
      z.discriminatedUnion('type', [
        z.strictObject({ type: z.literal('header'), text: plainText, block_id: blockId }),
        z.strictObject({ type: z.literal('section'), text: markdownText, block_id: blockId }),
        z.strictObject({
          type: z.literal('context'),
          elements: z
            .array(z.union([markdownText, plainText]))
            .min(1)
            .max(10),
          block_id: blockId,
        }),
      ]),
    )
    .max(50),
});

/** PagerDuty's Events API v2, from developer.pagerduty.com/docs/events-api-v2/trigger-events. */
const event = { routing_key: z.string().length(32), dedup_key: z.string().min(1).max(255) };
const link = z.strictObject({ href: z.url(), text: z.string().optional() });
export const pagerDutySchema = z.discriminatedUnion('event_action', [
  z.strictObject({
    ...event,
    event_action: z.literal('trigger'),
    client: z.string().optional(),
    client_url: z.url().optional(),
    links: z.array(link).optional(),
    payload: z.strictObject({
      summary: z.string().min(1).max(1_024),
      source: z.string().min(1),
      severity: z.enum(['critical', 'error', 'warning', 'info']),
      timestamp: z.iso.datetime().optional(),
      component: z.string().optional(),
      group: z.string().optional(),
      class: z.string().optional(),
      custom_details: z.record(z.string(), z.unknown()).optional(),
    }),
  }),
  z.strictObject({ ...event, event_action: z.literal('resolve') }),
]);
