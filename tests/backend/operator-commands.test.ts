import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import {
  collectedSchema,
  healthSchema,
  heapStatisticsSchema,
  leakCheckSchema,
  leaksSchema,
  statsSchema,
} from '@memory-plus/core/protocol/backend';
import type { INestApplication } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { appModule } from '../../backend/src/app.module.ts';
import { start, token } from './host.ts';
import { requireProgram } from './services/child.ts';

const run = promisify(execFile);
/** As an operator finds them in the guide. */
const commands: readonly (readonly [line: string, status: number, answer: z.ZodType])[] = [
  ['curl http://localhost:3000/api/health', 200, z.object({ status: z.enum(['ok', 'degraded']) })],
  ['curl http://localhost:3000/api/monitoring/memory/health', 200, healthSchema],
  ['curl http://localhost:3000/api/monitoring/memory/stats', 200, statsSchema],
  ['curl http://localhost:3000/api/monitoring/memory/heap-statistics', 200, heapStatisticsSchema],
  ['curl http://localhost:3000/api/monitoring/memory/leaks', 200, leaksSchema],
  [
    `curl -X POST http://localhost:3000/api/monitoring/memory/leaks/check \\
  -H "Authorization: Bearer $ADMIN_TOKEN"`,
    200,
    leakCheckSchema,
  ],
  [
    `curl -X POST http://localhost:3000/api/monitoring/memory/leaks/snapshot \\
  -H "Authorization: Bearer $ADMIN_TOKEN"`,
    // Until they are switched on: a snapshot holds every secret of the process.
    404,
    z.object({ detail: z.string().includes('SNAPSHOTS=true') }),
  ],
  [
    `curl -X POST http://localhost:3000/api/monitoring/memory/gc \\
  -H "Authorization: Bearer $ADMIN_TOKEN"`,
    200,
    collectedSchema,
  ],
];

/** Of the bounded services: entries and bytes. */
const limits: Readonly<Record<string, readonly [entries: number, bytes: number | null]>> = {
  cache: [10_000, 100 * 1024 * 1024],
  reports: [1_000, 100 * 1024 * 1024],
};

describe('the runnable server', () => {
  let app: INestApplication;
  let base: string;
  beforeAll(async () => {
    requireProgram('curl', 'curl');
    ({ app, base } = await start(appModule({ adminToken: token }), 'express'));
  });
  afterAll(() => app.close());

  /** In a shell, as it is typed; only the port is the test's. */
  async function answer(line: string): Promise<{ status: number; body: unknown }> {
    const script = `curl() { command curl -sS -w '\\n%{http_code}' "$@"; }\n${line.replace('http://localhost:3000', base)}`;
    const { stdout } = await run('sh', ['-c', script], { env: { ...process.env, ADMIN_TOKEN: token } });
    const end = stdout.lastIndexOf('\n');
    return { status: Number(stdout.slice(end + 1)), body: JSON.parse(stdout.slice(0, end)) };
  }

  it.each(commands)('answers %s', async (line, status, schema) => {
    const given = await answer(line);
    expect(given.status).toBe(status);
    expect(schema.safeParse(given.body).error).toBeUndefined();
  });

  it('has every bounded service, within its limit', async () => {
    const { body } = await answer('curl http://localhost:3000/api/monitoring/memory/stats');
    const { services } = statsSchema.parse(body);
    for (const { name, maxEntries } of services) expect(maxEntries, name).toBeGreaterThan(0);
    for (const [name, limit] of Object.entries(limits)) {
      const { maxEntries, maxBytes } = services.find((one) => one.name === name) ?? expect.fail(name);
      expect([maxEntries, maxBytes]).toEqual(limit);
    }
  });
});
