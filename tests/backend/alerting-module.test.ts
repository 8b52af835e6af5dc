import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { appModule } from '../../backend/src/app.module.ts';
import { readEnvironment } from '../../backend/src/environment.ts';
import { MemoryMonitor } from '../../backend/src/memory-monitor.ts';
import { resolveOptions } from '../../backend/src/options.ts';
import { pagerDutySchema } from './alerting-schemas.ts';
import { StandIn } from './alerting-stand-in.ts';
import { call, start, token } from './host.ts';

const routingKey = 'R0UT1NGKEY0F32CHARACTERS00000000';
const megabyte = 1024 * 1024;

describe('alerting of an application', () => {
  let standIn: StandIn;
  beforeEach(async () => {
    standIn = await StandIn.start();
  });
  afterEach(() => standIn.stop());

  it('sends what the alert machine raised and resolved, counts it in /metrics and tells nobody the key', async () => {
    const alerting = { pagerDuty: { routingKey, url: standIn.url }, instance: 'shop-1' };
    const { app, base } = await start(appModule({ adminToken: token, alerting }), 'express');
    const { detector } = app.get(MemoryMonitor, { strict: false });
    const read = (seconds: number, used: number) =>
      detector.read(
        {
          at: Date.now() + seconds * 1000,
          heap: { used: used * megabyte, total: 512 * megabyte, limit: 512 * megabyte },
          rss: 0,
          external: 0,
          arrayBuffers: 0,
          containerLimit: null,
        },
        null,
      );
    for (let seconds = 0; seconds <= 150; seconds += 5) read(seconds, 410);
    for (let seconds = 155; seconds <= 300; seconds += 5) read(seconds, 100);
    await vi.waitFor(() => expect(standIn.received.length).toBe(2));
    const events = standIn.received.map(({ body }) => pagerDutySchema.parse(body));
    expect(events).toMatchObject([
      { event_action: 'trigger', dedup_key: 'memory-plus/heap-warning@shop-1', payload: { severity: 'warning' } },
      { event_action: 'resolve', dedup_key: 'memory-plus/heap-warning@shop-1' },
    ]);
    const metrics = (await call(base, '/metrics')).text;
    expect(metrics).toContain('memory_plus_alert_notifications_total{receiver="pagerDuty",outcome="sent"} 2');
    const root = '/api/monitoring/memory';
    const answers = await Promise.all(
      ['stats', 'health', 'leaks', 'process-info', 'history', 'audit'].map((path) =>
        call(base, `${root}/${path}`, { headers: { authorization: `Bearer ${token}` } }),
      ),
    );
    for (const { text } of [...answers, { text: metrics }]) {
      expect(text).not.toContain(routingKey);
      expect(text).not.toContain(standIn.url);
    }
    await app.close();
  });

  it('is configured by the environment, and wrong settings stop the start without being repeated', () => {
    const { alerting } = readEnvironment({
      SLACK_WEBHOOK_URL: 'https://hooks.slack.com/services/T/B/x',
      PAGERDUTY_ROUTING_KEY: routingKey,
      ALERT_WEBHOOK_URL: 'http://localhost:9/',
      ALERT_WEBHOOK_SECRET: 'sixteen characters',
    });
    expect(alerting).toEqual({
      slack: { webhookUrl: 'https://hooks.slack.com/services/T/B/x' },
      pagerDuty: { routingKey },
      webhook: { url: 'http://localhost:9/', secret: 'sixteen characters' },
    });
    const wrong = () => resolveOptions(readEnvironment({ SLACK_WEBHOOK_URL: 'http://hunter2.example' }));
    expect(wrong).toThrow('alerting.slack.webhookUrl must begin with https://');
    expect(wrong).not.toThrow(/hunter2/);
  });
});
