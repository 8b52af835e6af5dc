import {
  collectedSchema,
  configuredSchema,
  healthSchema,
  leaksSchema,
  statsSchema,
} from '@memory-plus/core/protocol/backend';
import type { INestApplication } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { setupApiDocs } from '../../backend/src/api-docs.ts';
import { appModule } from '../../backend/src/app.module.ts';
import { examples } from '../../backend/src/monitoring/api-examples.ts';
import { call, start, token } from './host.ts';

const documentSchema = z.object({
  openapi: z.string(),
  paths: z.record(
    z.string(),
    z.record(
      z.string(),
      z.object({
        summary: z.string().optional(),
        security: z.array(z.unknown()).optional(),
        responses: z.record(z.string(), z.object({ content: z.record(z.string(), z.unknown()).optional() })),
      }),
    ),
  ),
});
const root = '/api/monitoring/memory';

describe('the description of the API', () => {
  let app: INestApplication;
  let base: string;
  beforeAll(async () => {
    const module = appModule({ adminToken: token, snapshots: { enabled: true } });
    ({ app, base } = await start(module, 'express', setupApiDocs));
  });
  afterAll(async () => await app.close());

  it('names every route, what it answers and what it refuses', async () => {
    expect((await call(base, '/api/docs')).headers['content-type']).toMatch(/html/);
    const { paths } = documentSchema.parse((await call(base, '/api/docs/openapi.json')).body);
    const gets = ['stats', 'health', 'heap-statistics', 'process-info', 'leaks', 'history', 'stream'];
    const posts = ['gc', 'leaks/check', 'leaks/configure', 'leaks/clear-history', 'leaks/snapshot'];
    for (const path of gets) {
      const route = paths[`${root}/${path}`]?.get;
      expect(route?.summary).toBeTruthy();
      expect(route?.responses['200']?.content).toHaveProperty('application/json.schema');
      expect(route?.security).toBeUndefined();
    }
    for (const path of posts) {
      const route = paths[`${root}/${path}`]?.post;
      expect(route?.security).toEqual([{ admin: [] }]);
      expect(Object.keys(route?.responses ?? {})).toEqual(expect.arrayContaining(['200', '400', '401', '403', '429']));
      expect(route?.responses['401']?.content).toHaveProperty('application/problem+json.schema');
    }
    expect(paths).toHaveProperty(['/api/health']);
    expect(paths).toHaveProperty(['/metrics']);
  });

  it('has examples that their schemas accept', () => {
    const schemas = {
      stats: statsSchema,
      health: healthSchema,
      leaks: leaksSchema,
      collected: collectedSchema,
      configured: configuredSchema,
    };
    expect(Object.keys(examples)).toEqual(Object.keys(schemas));
    for (const [name, schema] of Object.entries(schemas)) {
      const example = examples[name as keyof typeof examples];
      expect(schema.parse(example)).toEqual(example);
    }
  });
});
