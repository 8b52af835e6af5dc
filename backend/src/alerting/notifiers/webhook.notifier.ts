import { createHmac } from 'node:crypto';
import { addressProblems } from '../address.ts';
import { jsonMessage, type Notifier } from '../notifier.ts';

/** The shortest secret that a signature is worth anything with. */
const shortestSecret = 16;

/**
 * Any address that takes JSON. With a secret, `x-memory-plus-signature: t=SECONDS,v1=HEX` carries the HMAC-SHA256 of `SECONDS.BODY`: a
 * receiver compares it and refuses old times.
 */
export const webhook: Notifier = {
  name: 'webhook',
  problems: ({ webhook: options }) => [
    ...(options ? addressProblems('alerting.webhook.url', options.url) : []),
    ...(options?.secret !== undefined && options.secret.length < shortestSecret
      ? [`alerting.webhook.secret is too short: give at least ${shortestSecret} characters`]
      : []),
  ],
  composer: ({ webhook: options }) =>
    options &&
    ((notice) => {
      const { id, key, instance, rule, level, state, detail, at } = notice;
      const alert = { id, key, instance, rule, level, state, detail, at: new Date(at).toISOString() };
      const message = jsonMessage(options.url, { schema: 'memory-plus-alert/1', ...alert });
      if (options.secret === undefined) return message;
      const signature = sign(message.body, options.secret, Math.floor(Date.now() / 1000));
      return { ...message, headers: { ...message.headers, 'x-memory-plus-signature': signature } };
    }),
};

function sign(body: string, secret: string, seconds: number): string {
  return `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')}`;
}
