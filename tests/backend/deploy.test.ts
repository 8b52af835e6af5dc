import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { MemoryManagementModule } from '@memory-plus/backend';
import { defaultAlertThresholds } from '@memory-plus/core/analysis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { defaultThresholds } from '../../backend/src/common/utils/thresholds.ts';
import { environmentSchema, readEnvironment } from '../../backend/src/environment.ts';
import { call, start } from './host.ts';
import { requireProgram } from './services/child.ts';

const read = (path: string) => readFileSync(join('deploy', path), 'utf8');
const expressionsOf = (value: unknown): string[] => {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) =>
    key === 'expr' && typeof part === 'string' ? [part] : expressionsOf(part),
  );
};
const rulesSchema = z.object({
  groups: z.tuple([
    z.object({
      rules: z.array(
        z.object({
          alert: z.string(),
          expr: z.string(),
          for: z.string().optional(),
          labels: z.object({ severity: z.enum(['warning', 'critical']) }),
          annotations: z.object({ summary: z.string(), action: z.string() }),
        }),
      ),
    }),
  ]),
});
const { rules } = rulesSchema.parse(parse(read('prometheus/alerts.yml'))).groups[0];
const dashboard = z
  .object({ panels: z.array(z.object({ title: z.string().min(1), targets: z.array(z.object({ expr: z.string() })) })) })
  .loose()
  .parse(JSON.parse(read('grafana/dashboards/memory-plus.json')));

beforeAll(() => requireProgram('promtool', 'prometheus'));

describe('the metrics that rules and dashboard name', () => {
  let exposed: ReadonlySet<string>;
  const folder = mkdtempSync(join(tmpdir(), 'memory-plus-deploy-'));
  beforeAll(async () => {
    const storage = { url: 'postgres://nobody@127.0.0.1:1/none' };
    const { app, base } = await start(MemoryManagementModule.forRoot({ metrics: true, storage }), 'express');
    const { text } = await call(base, '/metrics');
    await app.close();
    exposed = new Set(text.match(/^# TYPE \S+/gm)?.map((line) => line.slice('# TYPE '.length)));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('are exposed by /metrics', () => {
    const expressions = [...rules.map(({ expr }) => expr), ...expressionsOf(dashboard)];
    expect(expressions.length).toBeGreaterThan(25);
    const named = new Set(expressions.flatMap((expr) => expr.match(/\bmemory_plus_\w+/g) ?? []));
    expect([...named].filter((name) => !exposed.has(name))).toEqual([]);
  });

  it('stand in expressions that Prometheus understands', () => {
    const records = expressionsOf(dashboard).map((expr, index) => ({
      record: `dashboard:${index}`,
      expr: expr.replaceAll('$instance', '.*'),
    }));
    const path = join(folder, 'dashboard.yml');
    writeFileSync(path, JSON.stringify({ groups: [{ name: 'dashboard', rules: records }] }));
    const { status, stdout, stderr } = spawnSync('promtool', ['check', 'rules', path], { encoding: 'utf8' });
    expect(stdout + stderr).toContain(`${records.length} rules found`);
    expect(status).toBe(0);
  });
});

describe('the alert rules', () => {
  it.each([
    ['check', 'rules', 'alerts.yml'],
    ['test', 'rules', 'alerts.test.yml'],
    ['check', 'config', '--syntax-only', 'prometheus.yml'],
  ])('pass promtool %s %s', (...args) => {
    const { status, stdout, stderr } = spawnSync('promtool', args, { cwd: 'deploy/prometheus', encoding: 'utf8' });
    expect(stdout + stderr).toContain('SUCCESS');
    expect(status).toBe(0);
  });

  it('have the thresholds and hold times of the server', () => {
    const rule = (name: string) => rules.find(({ alert }) => alert === `MemoryPlus${name}`) ?? expect.fail(name);
    const { heap, container, eventLoop } = defaultThresholds;
    const minutes = (ms: number) => `${ms / 60_000}m`;
    const { warning, critical, growth } = defaultAlertThresholds;
    for (const [name, share, hold] of [
      ['HeapHigh', heap.warning, warning.hold],
      ['HeapCritical', heap.critical, critical.hold],
      ['ContainerHigh', container.warning, warning.hold],
      ['ContainerCritical', container.critical, critical.hold],
    ] as const) {
      expect(rule(name).expr).toMatch(new RegExp(`> ${share}$`));
      expect(rule(name).for).toBe(minutes(hold));
    }
    expect(rule('EventLoopSlow').expr).toMatch(new RegExp(`> ${eventLoop.warning / 1000}$`));
    expect(rule('EventLoopStuck').expr).toMatch(new RegExp(`> ${eventLoop.critical / 1000}$`));
    expect(rule('HeapGrowth').expr).toContain(`offset ${minutes(growth.within)}`);
    expect(rule('HeapGrowth').expr).toMatch(new RegExp(`> ${growth.bytes / 1024 ** 2} \\* 1024 \\* 1024$`));
  });

  it('are each named in the guide', () => {
    const guide = readFileSync('docs/deployment.md', 'utf8');
    for (const { alert } of rules) expect(guide).toContain(alert);
  });
});

const service = z.object({
  environment: z.record(z.string(), z.string()).default({}),
  volumes: z.array(z.string()).default([]),
  ports: z.array(z.string()).default([]),
  mem_limit: z.string(),
  depends_on: z.record(z.string(), z.unknown()).default({}),
});
const compose = z
  .object({ services: z.record(z.string(), service), volumes: z.record(z.string(), z.null()) })
  .parse(parse(read('compose.yaml')));

describe('compose.yaml', () => {
  it('has a service for each part, with a limit, and listens on this machine only', () => {
    expect(Object.keys(compose.services)).toEqual([
      'backend',
      'postgres',
      'redis',
      'prometheus',
      'alertmanager',
      'grafana',
    ]);
    for (const { ports } of Object.values(compose.services))
      for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:\d+:\d+$/);
  });

  it('names folders and volumes that exist, and services that are there', () => {
    for (const { volumes, depends_on } of Object.values(compose.services)) {
      for (const volume of volumes) {
        const source = volume.split(':')[0] ?? '';
        // The folder of secrets is made by whoever deploys.
        if (source === './secrets') expect(readFileSync('docs/deployment.md', 'utf8')).toContain('deploy/secrets');
        else if (source.startsWith('.')) expect(existsSync(join('deploy', source)), source).toBe(true);
        else expect(Object.keys(compose.volumes)).toContain(source);
      }
      for (const name of Object.keys(depends_on)) expect(Object.keys(compose.services)).toContain(name);
    }
    const [target] = parse(read('prometheus/prometheus.yml')).scrape_configs[0].static_configs[0].targets;
    expect(target).toBe('backend:3000');
    const { environment = {} } = compose.services.backend ?? {};
    expect(environment.ALLOWED_HOSTS).toBe('backend');
    for (const name of ['DATABASE_URL', 'REDIS_URL'])
      expect(Object.keys(compose.services)).toContain(
        new URL(environment[name]?.replace(/\$\{.*\}/, 'x') ?? '').hostname,
      );
  });

  it('gives the backend settings that it knows and accepts', () => {
    const environment = compose.services.backend?.environment ?? {};
    expect(Object.keys(environment).filter((name) => !(name in environmentSchema.shape))).toEqual([]);
    const values = Object.entries(environment).map(([name, value]) => [
      name,
      value.replace(/\$\{[^}]*\}/g, 'x'.repeat(40)),
    ]);
    expect(() => readEnvironment(Object.fromEntries(values))).not.toThrow();
  });
});

describe('kubernetes.yaml', () => {
  const documents = parseAllDocuments(read('kubernetes.yaml')).map((document) => document.toJS());
  const set = documents.find(({ kind }) => kind === 'StatefulSet');
  const [container] = set.spec.template.spec.containers;

  it('probes routes that are served, at the port that is', async () => {
    const { app, base } = await start(
      MemoryManagementModule.forRoot({ routes: true, health: true, metrics: true }),
      'express',
    );
    for (const probe of ['startupProbe', 'readinessProbe', 'livenessProbe']) {
      const { path, port } = container[probe].httpGet;
      expect((await call(base, path)).status).toBe(200);
      expect(container.ports[0]).toEqual({ name: port, containerPort: 3000 });
    }
    const scraped = set.spec.template.metadata.annotations;
    expect((await call(base, scraped['prometheus.io/path'])).status).toBe(200);
    await app.close();
    expect(documents.find(({ kind }) => kind === 'Service').spec.selector).toEqual(set.spec.template.metadata.labels);
    // Readiness may fail when memory is critical. Liveness must not: a restart hides the leak.
    expect(container.livenessProbe.httpGet.path).not.toBe('/api/health');
  });

  it('limits memory, and gives no more rights than are needed', () => {
    expect(container.resources.limits.memory).toBe(container.resources.requests.memory);
    expect(container.securityContext).toMatchObject({ allowPrivilegeEscalation: false, readOnlyRootFilesystem: true });
    expect(set.spec.template.spec.securityContext.runAsNonRoot).toBe(true);
    const names: string[] = container.env.map(({ name }: { name: string }) => name);
    expect(names.filter((name) => name !== 'POD_IP' && !(name in environmentSchema.shape))).toEqual([]);
  });
});

describe('the Dockerfile', () => {
  const lines = read('Dockerfile')
    .split('\n')
    .filter((line) => /^[A-Z]+ /.test(line));
  const arguments_ = (name: string) =>
    lines.filter((line) => line.startsWith(`${name} `)).map((line) => line.slice(name.length + 1));

  it('copies files that exist, and every workspace that what it installs depends on', () => {
    const copied = arguments_('COPY').filter((line) => !line.startsWith('--from'));
    for (const line of copied)
      for (const source of line.split(' ').slice(0, -1)) expect(existsSync(source), source).toBe(true);
    for (const path of ['src/package.json', 'backend/package.json', 'deploy/package.json'])
      expect(copied.filter((line) => line.startsWith(path))).toHaveLength(1);
    const own = z.object({ dependencies: z.record(z.string(), z.string()) }).parse(JSON.parse(read('package.json')));
    const { peerDependencies } = JSON.parse(readFileSync('backend/package.json', 'utf8'));
    for (const name of ['typeorm', 'pg', 'ioredis', '@electric-sql/pglite'])
      expect(own.dependencies[name]).toBe(peerDependencies[name]);
  });

  it('runs as a user without rights, with settings that the server knows', () => {
    expect(arguments_('USER')).toEqual(['node']);
    expect(arguments_('EXPOSE')).toEqual(['3000']);
    const set = arguments_('ENV').flatMap((line) => line.split(' ').map((pair) => pair.split('=')[0] ?? ''));
    expect(
      set.filter((name) => !['NODE_ENV', 'UV_THREADPOOL_SIZE'].includes(name) && !(name in environmentSchema.shape)),
    ).toEqual([]);
    expect(existsSync(join(dirname('deploy/Dockerfile'), 'start.sh'))).toBe(true);
  });
});

describe.skipIf(process.platform === 'win32')('the start in a container', () => {
  const run = (env: Record<string, string>) => {
    // Stands for node: says how it was called.
    const folder = mkdtempSync(join(tmpdir(), 'memory-plus-start-'));
    writeFileSync(join(folder, 'node'), '#!/bin/sh\n[ "$1" = --v8-options ] || echo "node $*"\n', { mode: 0o755 });
    const { status, stdout, stderr } = spawnSync('sh', ['deploy/start.sh'], {
      encoding: 'utf8',
      env: { PATH: `${folder}:${process.env.PATH}`, ...env },
    });
    rmSync(folder, { recursive: true });
    return { status, calls: stdout.match(/^node .*/gm) ?? [], stderr };
  };
  const heapOf = (calls: readonly string[]) => Number(calls.at(-1)?.match(/--max-old-space-size=(\d+)/)?.[1]);

  it('checks, migrates, and leaves memory beside the heap', () => {
    const { calls } = run({ DATABASE_URL: 'postgres://a@b/c' });
    expect(calls.map((line) => line.split('/').at(-1))).toEqual([
      'check-environment-main.js',
      'migrate-main.js',
      'main.js',
    ]);
    const withDatabase = heapOf(calls);
    expect(withDatabase).toBeGreaterThan(0);
    // The embedded database takes its part.
    expect(heapOf(run({}).calls)).toBe(Math.floor(withDatabase - 384));
    expect(heapOf(run({ MAX_OLD_SPACE_MB: '700' }).calls)).toBe(700);
  });

  it('stops when the heap is no number', () => {
    const { status, stderr, calls } = run({ MAX_OLD_SPACE_MB: '1g' });
    expect(status).toBe(1);
    expect(stderr).toContain('MAX_OLD_SPACE_MB');
    expect(calls).toEqual([]);
  });
});
