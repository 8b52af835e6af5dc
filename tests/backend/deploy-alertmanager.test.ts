import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { parse, stringify } from 'yaml';
import { z } from 'zod';
import { freePort } from '../../scripts/start/free-port.mjs';
import { pagerDutySchema } from './alerting-schemas.ts';
import { StandIn } from './alerting-stand-in.ts';
import { requireProgram, ServiceProcess } from './services/child.ts';

const path = 'deploy/alertmanager/alertmanager.yml';
const rules = z
  .object({
    groups: z.tuple([
      z.object({
        rules: z.array(
          z.object({
            alert: z.string(),
            labels: z.object({ severity: z.string() }),
            annotations: z.object({ summary: z.string(), action: z.string() }),
          }),
        ),
      }),
    ]),
  })
  .parse(parse(readFileSync('deploy/prometheus/alerts.yml', 'utf8'))).groups[0].rules;

beforeAll(() => requireProgram('amtool', 'prometheus-alertmanager'));

describe('the routes of Alertmanager', () => {
  it('pass amtool check-config', () => {
    const { status, stdout } = spawnSync('amtool', ['check-config', path], { encoding: 'utf8' });
    expect(stdout).toContain('SUCCESS');
    expect(status).toBe(0);
  });

  it('bring every rule to Slack, and what is critical to PagerDuty too', () => {
    const seen = new Set<string>();
    for (const { alert, labels } of rules) {
      const { stdout } = spawnSync(
        'amtool',
        ['config', 'routes', 'test', `--config.file=${path}`, `alertname=${alert}`, `severity=${labels.severity}`],
        { encoding: 'utf8' },
      );
      expect(stdout.trim().split(',').sort()).toEqual(
        labels.severity === 'critical' ? ['pagerduty', 'slack'] : ['slack'],
      );
      seen.add(labels.severity);
    }
    expect([...seen].sort()).toEqual(['critical', 'warning']);
  });
});

describe('a real Alertmanager with these routes', () => {
  const folder = mkdtempSync(join(tmpdir(), 'memory-plus-alertmanager-'));
  let standIn: StandIn;
  let server: ServiceProcess;
  let url: string;

  /** The routes as they are shipped, but for the wait, and with receivers on this machine. */
  function configuration(): string {
    const shipped = parse(readFileSync(path, 'utf8'));
    writeFileSync(join(folder, 'slack'), `${standIn.url}/slack`);
    writeFileSync(join(folder, 'pagerduty'), 'k'.repeat(32));
    shipped.global = { pagerduty_url: `${standIn.url}/pagerduty` };
    shipped.route.group_wait = '0s';
    for (const { slack_configs = [], pagerduty_configs = [] } of shipped.receivers) {
      for (const slack of slack_configs) slack.api_url_file = join(folder, 'slack');
      for (const pagerDuty of pagerduty_configs) pagerDuty.routing_key_file = join(folder, 'pagerduty');
    }
    return stringify(shipped);
  }

  beforeAll(async () => {
    standIn = await StandIn.start();
    standIn.answer = (response) => response.writeHead(202, { 'content-type': 'application/json' }).end('{}');
    const file = join(folder, 'alertmanager.yml');
    writeFileSync(file, configuration());
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    server = new ServiceProcess(
      'prometheus-alertmanager',
      [
        `--config.file=${file}`,
        `--storage.path=${folder}`,
        `--web.listen-address=127.0.0.1:${port}`,
        '--cluster.listen-address=',
      ],
      { cwd: folder },
      () => spawnSync('amtool', ['config', 'show', `--alertmanager.url=${url}`]).status === 0,
    );
    await server.start();
  });
  afterAll(async () => {
    await server.end('SIGTERM');
    await standIn.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('tells both what is critical, in words and as each expects it, and nobody what follows from it', async () => {
    const alerts = rules.map(({ alert, labels, annotations }) => ({
      labels: { ...labels, alertname: alert, instance: 'one:3000' },
      annotations,
    }));
    const names = ['MemoryPlusHeapCritical', 'MemoryPlusHeapHigh'];
    const sent = alerts.filter(({ labels }) => names.includes(labels.alertname));
    expect(sent).toHaveLength(2);
    const { status } = await fetch(`${url}/api/v2/alerts`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(sent),
    });
    expect(status).toBe(200);
    await vi.waitFor(() => expect(standIn.received).toHaveLength(2), { timeout: 10_000 });
    const to = (name: string) => standIn.received.find(({ path: asked }) => asked.endsWith(name))?.body;
    const critical = rules.find(({ alert }) => alert === names[0]);
    const [message] = z
      .object({ attachments: z.tuple([z.object({ title: z.string(), text: z.string() })]) })
      .parse(to('/slack')).attachments;
    expect(message.title).toBe(`FIRING ${names[0]}`);
    expect(message.text).toContain(critical?.annotations.action);
    const event = pagerDutySchema.parse(to('/pagerduty'));
    expect(event).toMatchObject({ event_action: 'trigger', payload: { severity: 'critical' } });
  });
});
