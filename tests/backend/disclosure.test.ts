import type { INestApplication } from '@nestjs/common';
import { Controller, Get, Module } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { setupApiDocs } from '../../backend/src/api-docs.ts';
import { appModule } from '../../backend/src/app.module.ts';
import { MemoryMonitor } from '../../backend/src/memory-monitor.ts';
import { adapters, call, start, token } from './host.ts';

const canary = 'canary-7f3a9c';

@Controller('fail')
class FailingController {
  readonly secret = `${canary}-field`;

  @Get()
  fail(): never {
    throw new Error(`${canary}-message ${this.secret}`);
  }
}

describe.each(adapters)('what anyone may read on %s', (adapter) => {
  let app: INestApplication;
  let base: string;
  beforeAll(async () => {
    process.env.MEMORY_PLUS_CANARY = `${canary}-environment`;
    process.argv.push(`--${canary}-argument`);
    @Module({ imports: [appModule({ adminToken: token })], controllers: [FailingController] })
    class Root {}
    ({ app, base } = await start(Root, adapter, adapter === 'express' ? setupApiDocs : undefined));
    const { detector } = app.get(MemoryMonitor, { strict: false });
    await detector.check();
  });
  afterAll(async () => {
    delete process.env.MEMORY_PLUS_CANARY;
    process.argv.pop();
    await app.close();
  });

  it('tells neither environment, arguments, folders, fields, messages, versions nor the token', async () => {
    const root = '/api/monitoring/memory';
    const paths = ['stats', 'health', 'heap-statistics', 'process-info', 'leaks', 'history', 'gc', 'nothing', '%'];
    const answers = [
      ...(await Promise.all(paths.map((path) => call(base, `${root}/${path}`)))),
      ...(await Promise.all(['/api/health', '/metrics', '/fail', '/nothing'].map((path) => call(base, path)))),
      await call(base, `${root}/gc`, { method: 'POST', body: '{"', headers: { 'content-type': 'application/json' } }),
    ];
    for (const { text, headers } of answers) {
      const all = `${JSON.stringify(headers)}\n${text}`;
      for (const secret of [
        canary,
        token,
        process.cwd(),
        process.version,
        process.execPath,
        'node_modules',
        '    at ',
      ]) {
        expect(all).not.toContain(secret);
      }
    }
  });
});
