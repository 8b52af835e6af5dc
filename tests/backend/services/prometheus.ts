import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { freePort } from '../../../scripts/start/free-port.mjs';
import { requireProgram, ServiceProcess } from './child.ts';

/** A real Prometheus with the rules of deploy/ that scrapes `target` (host:port) each second. */
export async function startPrometheus(
  target: string,
  { rules = true, alertmanager = true } = {},
): Promise<{ url: string; stop: () => Promise<void> }> {
  requireProgram('prometheus', 'prometheus');
  const folder = mkdtempSync(join(tmpdir(), 'memory-plus-prometheus-'));
  copyFileSync('deploy/prometheus/alerts.yml', join(folder, 'alerts.yml'));
  const managers = alertmanager ? [{ static_configs: [{ targets: ['127.0.0.1:9'] }] }] : [];
  writeFileSync(
    join(folder, 'prometheus.yml'),
    stringify({
      global: { scrape_interval: '1s', evaluation_interval: '1s' },
      rule_files: rules ? ['alerts.yml'] : [],
      alerting: { alertmanagers: managers },
      scrape_configs: [{ job_name: 'memory-plus', static_configs: [{ targets: [target] }] }],
    }),
  );
  const port = await freePort();
  const args = [
    `--config.file=${join(folder, 'prometheus.yml')}`,
    `--storage.tsdb.path=${join(folder, 'data')}`,
    `--web.listen-address=127.0.0.1:${port}`,
  ];
  const url = `http://127.0.0.1:${port}`;
  const answers = () =>
    spawnSync(process.execPath, [
      '-e',
      `fetch('${url}/-/ready').then((a) => process.exit(a.ok ? 0 : 1), () => process.exit(1))`,
    ]).status === 0;
  const server = new ServiceProcess('prometheus', args, { cwd: folder }, answers);
  await server.start();
  return {
    url,
    stop: async () => {
      await server.end('SIGTERM');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
