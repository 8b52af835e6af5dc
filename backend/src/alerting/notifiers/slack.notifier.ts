import { addressProblems } from '../address.ts';
import type { AlertNotice } from '../alert-notice.ts';
import { jsonMessage, type Notifier, shorten } from '../notifier.ts';

// Limits of Slack's Block Kit: docs.slack.dev/reference/block-kit/blocks (header, section).
const longestHeader = 150;
const longestSection = 3_000;

/** An incoming webhook of Slack: one message when an alert is raised, one when it is over. */
export const slack: Notifier = {
  name: 'slack',
  problems: ({ slack: options }) => (options ? addressProblems('alerting.slack.webhookUrl', options.webhookUrl) : []),
  composer: ({ slack: options }) => options && ((notice) => jsonMessage(options.webhookUrl, slackMessage(notice))),
};

function slackMessage({ rule, level, state, detail, instance, at }: AlertNotice) {
  const title = state === 'raised' ? `${level === 'critical' ? '🔴' : '🟠'} ${rule} (${level})` : `🟢 ${rule} is over`;
  const when = new Date(at).toISOString();
  return {
    text: escapeText(`${title} on ${instance}: ${detail}`),
    blocks: [
      { type: 'header', text: { type: 'plain_text', text: shorten(title, longestHeader) } },
      { type: 'section', text: { type: 'mrkdwn', text: shorten(escapeText(detail), longestSection) } },
      {
        type: 'context',
        elements: [{ type: 'mrkdwn', text: shorten(escapeText(`${instance} · ${when}`), longestSection) }],
      },
    ],
  };
}

/** The three characters by which Slack's text begins a mention, a link or an entity. */
function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
