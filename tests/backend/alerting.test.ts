import { createHmac } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { Alert } from '@memory-plus/core/protocol/backend';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { AlertDispatcher, wrongAlerting } from '../../backend/src/alerting/alert-dispatcher.ts';
import type { DeliverySettings } from '../../backend/src/alerting/delivery-queue.ts';
import type { AlertingOptions } from '../../backend/src/alerting/notifier.ts';
import { notifiers } from '../../backend/src/alerting/notifiers/index.ts';
import { freePort } from '../../scripts/start/free-port.mjs';
import { pagerDutySchema, slackSchema } from './alerting-schemas.ts';
import { StandIn } from './alerting-stand-in.ts';

const routingKey = 'R0UT1NGKEY0F32CHARACTERS00000000';
const secret = 'a-secret-for-signatures';

const alert = (change: Partial<Alert> = {}): Alert => ({
  at: 1_764_000_000_000,
  rule: 'heap-critical',
  level: 'critical',
  state: 'raised',
  detail: 'Heap at 91 % of its 512 MB limit; over 85 % for 5 min.',
  ...change,
});

let standIn: StandIn;
let said: string[];
let dispatcher: AlertDispatcher | undefined;
let tell: (alert: Alert) => void;
beforeEach(async () => {
  standIn = await StandIn.start();
  said = [];
});
afterEach(async () => {
  await dispatcher?.stop();
  dispatcher = undefined;
  await standIn.stop();
});

function begin(options: AlertingOptions, settings: DeliverySettings = { pause: 5, timeout: 200 }): AlertDispatcher {
  const source = {
    onAlert: (listener: typeof tell) => {
      tell = listener;
      return () => {};
    },
  };
  dispatcher = new AlertDispatcher(
    source,
    { instance: 'shop-1', ...options },
    { warn: (text) => said.push(text) },
    settings,
  );
  dispatcher.start();
  return dispatcher;
}

const webhook = () => ({ webhook: { url: standIn.url, secret } });
const counts = () => dispatcher?.statistics()[0]?.[1];
const arrived = (count: number) => vi.waitFor(() => expect(standIn.received.length).toBe(count), { timeout: 5_000 });
const becomes = (expected: object) => vi.waitFor(() => expect(counts()).toMatchObject(expected), { timeout: 5_000 });

describe('every receiver', () => {
  const all = () => ({
    slack: { webhookUrl: standIn.url },
    pagerDuty: { routingKey, url: standIn.url },
    webhook: { url: standIn.url, secret },
  });
  const schemas: Record<string, z.ZodType> = {
    slack: slackSchema,
    pagerDuty: pagerDutySchema,
    webhook: z.strictObject({
      schema: z.literal('memory-plus-alert/1'),
      id: z.uuid(),
      key: z.string(),
      instance: z.string(),
      rule: z.string(),
      level: z.string(),
      state: z.enum(['raised', 'resolved']),
      detail: z.string(),
      at: z.iso.datetime(),
    }),
  };

  it.each(notifiers.map((notifier) => [notifier.name, notifier] as const))(
    '%s gets what its published schema takes, whatever the alert says',
    (name, notifier) => {
      const texts = {
        rule: fc.string({ minLength: 1, maxLength: 200 }),
        detail: fc.string({ minLength: 1, maxLength: 5_000 }),
      };
      const notice = fc.record({
        ...texts,
        id: fc.uuid(),
        key: fc.string({ minLength: 1, maxLength: 255 }),
        instance: fc.string({ minLength: 1, maxLength: 200 }),
        level: fc.constantFrom('warning' as const, 'critical' as const),
        state: fc.constantFrom('raised' as const, 'resolved' as const),
        at: fc.integer({ min: 0, max: 4_000_000_000_000 }),
      });
      const compose = notifier.composer(all());
      if (!compose) throw new Error(`${name} is not configured.`);
      fc.assert(fc.property(notice, (one) => void schemas[name]?.parse(JSON.parse(compose(one).body))));
    },
  );

  it('is told once when an alert is raised, and once when it is over', async () => {
    begin(all());
    for (const state of ['raised', 'raised', 'resolved', 'resolved'] as const) tell(alert({ state }));
    await arrived(6);
    const [triggered, resolved] = standIn.received
      .map(({ body }) => pagerDutySchema.safeParse(body).data)
      .filter((event) => event !== undefined);
    expect([triggered?.event_action, resolved?.event_action]).toEqual(['trigger', 'resolve']);
    expect(triggered?.dedup_key).toBe(resolved?.dedup_key);
    expect(triggered?.dedup_key).toBe('memory-plus/heap-critical@shop-1');
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(standIn.received.length).toBe(6);
  });

  it('may fail alone', async () => {
    const other = await StandIn.start();
    other.answer = () => {};
    begin({ slack: { webhookUrl: other.url }, webhook: { url: standIn.url } });
    tell(alert());
    await arrived(1);
    await other.stop();
  });
});

describe('the Slack message', () => {
  it('mentions nobody, whatever a component is called', async () => {
    begin({ slack: { webhookUrl: standIn.url } });
    tell(alert({ detail: '<!channel> & <https://evil.example|click> rendered in 20 ms' }));
    await arrived(1);
    expect(standIn.received[0]?.text).not.toContain('<');
    expect(standIn.received[0]?.text).toContain('&lt;!channel&gt; &amp;');
  });
});

describe('the generic webhook', () => {
  it('is signed so that its receiver can tell who sent it and when', async () => {
    begin(webhook());
    tell(alert());
    await arrived(1);
    const [{ headers, text } = { headers: {} as IncomingHttpHeaders, text: '' }] = standIn.received;
    const [, seconds, given] = /^t=(\d+),v1=([\da-f]{64})$/.exec(String(headers['x-memory-plus-signature'])) ?? [];
    expect(given).toBe(createHmac('sha256', secret).update(`${seconds}.${text}`).digest('hex'));
    expect(Math.abs(Number(seconds) - Date.now() / 1000)).toBeLessThan(60);
    expect(text).not.toContain(secret);
  });
});

describe('a receiver that is not well', () => {
  it.each([500, 503, 429, 408])('is tried again after %i, with the same id', async (status) => {
    standIn.answer = (response, before) => {
      response.statusCode = before < 2 ? status : 200;
      response.end();
    };
    begin(webhook());
    tell(alert());
    await arrived(3);
    await becomes({ sent: 1, failed: 0, waiting: 0 });
    const ids = standIn.received.map(({ body }) => z.object({ id: z.string() }).parse(body).id);
    expect(new Set(ids).size).toBe(1);
  });

  it.each([
    ['seconds', () => '1'],
    ['a date', () => new Date(Date.now() + 2_000).toUTCString()],
  ])('is left alone as long as it asks for in %s', async (_form, retryAfter) => {
    const times: number[] = [];
    standIn.answer = (response, before) => {
      times.push(performance.now());
      if (before === 0) response.writeHead(429, { 'retry-after': retryAfter() });
      response.end();
    };
    begin(webhook());
    tell(alert());
    await arrived(2);
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThan(900);
  });

  it('is given up after so many tries, and the next alert begins anew', async () => {
    standIn.answer = (response, before) => {
      response.statusCode = before < 3 ? 500 : 200;
      response.end();
    };
    begin(webhook(), { pause: 1, attempts: 3 });
    tell(alert());
    await becomes({ failed: 1 });
    expect(said).toEqual(['The alert heap-critical (raised) did not reach webhook: HTTP 500, 3 tries.']);
    tell(alert({ state: 'resolved' }));
    await becomes({ sent: 1, failed: 1 });
  });

  it('that hangs or is not there is tried again, and the alerts stay in order', async () => {
    let hanging = true;
    standIn.answer = (response) => {
      if (!hanging) response.end();
    };
    begin(webhook(), { pause: 5, timeout: 30, attempts: 100 });
    tell(alert());
    tell(alert({ state: 'resolved' }));
    await vi.waitFor(() => expect(standIn.received.length).toBeGreaterThan(1));
    hanging = false;
    await becomes({ sent: 2 });
    const states = standIn.received.map(({ body }) => z.object({ state: z.string() }).parse(body).state);
    expect(states.indexOf('resolved')).toBe(states.lastIndexOf('raised') + 1);
    await dispatcher?.stop();

    const nobody = `http://127.0.0.1:${await freePort()}/secret-path`;
    begin({ webhook: { url: nobody } }, { pause: 1, attempts: 2 });
    tell(alert());
    await becomes({ failed: 1 });
    expect(said.at(-1)).toContain('ECONNREFUSED');
  });

  it.each([400, 401, 403, 404, 410])('is not asked again after %i', async (status) => {
    standIn.answer = (response) => {
      response.statusCode = status;
      response.end();
    };
    begin(webhook());
    tell(alert());
    await becomes({ failed: 1, waiting: 0 });
    expect(standIn.received.length).toBe(1);
  });

  it.each([301, 302, 307, 308])('is not followed elsewhere (%i)', async (status) => {
    const elsewhere = await StandIn.start();
    const location = elsewhere.url;
    standIn.answer = (response) => response.writeHead(status, { location }).end();
    begin(webhook());
    tell(alert());
    await becomes({ failed: 1 });
    expect(elsewhere.received).toEqual([]);
    await elsewhere.stop();
  });

  it('never fills more than its queue: the oldest go, counted', async () => {
    standIn.answer = () => {};
    begin(webhook(), { capacity: 10, timeout: 60_000 });
    for (let i = 0; i < 30; i++) tell(alert({ state: i % 2 === 0 ? 'raised' : 'resolved' }));
    expect(counts()).toMatchObject({ waiting: 10, dropped: 20 });
  });
});

describe('the end of the process', () => {
  it('resolves what is still raised, and does not wait for a receiver that hangs', async () => {
    begin(webhook());
    tell(alert());
    await arrived(1);
    await dispatcher?.stop();
    expect(standIn.received.map(({ body }) => z.object({ state: z.string() }).parse(body).state)).toEqual([
      'raised',
      'resolved',
    ]);
    standIn.answer = () => {};
    begin(webhook(), { timeout: 60_000 });
    tell(alert());
    await dispatcher?.stop();
    expect(counts()).toMatchObject({ waiting: 0, dropped: 2 });
  });
});

describe('the options', () => {
  it('are refused with all that is wrong, and without their values', () => {
    const wrong = wrongAlerting({
      slack: { webhookUrl: 'http://hooks.slack.com/services/hunter2' },
      pagerDuty: { routingKey: 'hunter2', url: 'not an address hunter2' },
      webhook: { url: 'https://user:hunter2@example.org', secret: 'hunter2' },
      instance: '',
    });
    expect(wrong.length).toBe(6);
    expect(wrong.join()).not.toContain('hunter2');
  });

  it.each([
    'https://hooks.slack.com/services/T/B/x',
    'http://localhost:9000/a',
    'http://127.0.0.5/',
    'http://[::1]:1/',
  ])('take %s', (url) => expect(wrongAlerting({ webhook: { url } })).toEqual([]));

  it.each([
    'http://example.org',
    'http://127.0.0.1.example.org',
    'http://localhost.example.org',
    'ftp://localhost',
    '',
  ])('do not take %j', (url) => expect(wrongAlerting({ webhook: { url } })).toHaveLength(1));
});

describe('what is logged', () => {
  it('has no address, no key and no secret', async () => {
    standIn.answer = (response) => {
      response.statusCode = 500;
      response.end('secret-path');
    };
    begin({ ...webhook(), pagerDuty: { routingKey, url: standIn.url } }, { pause: 1, attempts: 2, capacity: 1 });
    for (const state of ['raised', 'resolved', 'raised'] as const) tell(alert({ state }));
    await vi.waitFor(() => expect(said.length).toBeGreaterThan(3));
    for (const hidden of ['secret-path', routingKey, secret, '127.0.0.1']) expect(said.join()).not.toContain(hidden);
  });
});
