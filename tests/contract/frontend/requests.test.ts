import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { attachMemoryMonitoring } from '@memory-plus/backend';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bundle } from '../browser/bundle.ts';
import { startChromium, type TestBrowser } from '../browser/chromium.ts';
import { act, rowsOf } from './rows.ts';

const silent = { error: () => {}, warn: () => {} };
let chromium: TestBrowser;
let server: Server;
let api: string;
let boot: string;

beforeAll(async () => {
  chromium = await startChromium();
  const page = await chromium.open();
  const origin = new URL(page.url()).origin;
  await page.close();
  server = createServer((_request, response) => {
    response.setHeader('access-control-allow-origin', '*');
    response.end('[]');
  });
  const { services } = attachMemoryMonitoring(server, { requestTiming: true, origins: [origin] }, silent);
  boot = services.api.bootId;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  api = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await chromium?.close();
  server?.close();
});

it('tells requests to a backend of another origin with its figures, and those to any other without', async () => {
  const page = await chromium.open(await bundle('tests/contract/frontend/fixtures/monitor.ts'));
  await page.evaluate(() => window.monitorTest.start());
  await page.evaluate(async (base) => {
    await fetch(`${base}/orders/17?card=secret`);
    await fetch('/own/4');
    await new Promise<void>((done) => {
      const request = new XMLHttpRequest();
      request.open('GET', `${base}/orders/18`);
      request.onloadend = () => done();
      request.send();
    });
  }, api);
  await act(page, () => {});
  const rows = await rowsOf(page, 'requests');
  const asked = rows.filter(({ kind }) => kind !== 'navigation');
  expect(asked).toHaveLength(3);
  const [fetched, own, xhr] = asked.sort((a, b) => a.at - b.at);
  expect(fetched).toMatchObject({ url: `${api}/orders/17`, route: '/orders/:id', kind: 'fetch', status: 200, boot });
  expect(fetched?.heapBefore).toBeGreaterThan(1_000_000);
  expect(own).toMatchObject({ route: '/own/:id', boot: null, request: null, heapAfter: null });
  expect(xhr).toMatchObject({ kind: 'xhr', boot, request: (fetched?.request ?? 0) + 1 });
  expect(fetched?.at).toBeGreaterThan(1.7e12);
  await page.close();
});

it('tells the load of the page itself', async () => {
  const early = `${await bundle('tests/contract/frontend/fixtures/monitor.ts')}; window.monitorTest.start();`;
  const page = await chromium.open(early);
  await act(page, () => {});
  expect(await rowsOf(page, 'requests')).toMatchObject([{ kind: 'navigation', route: '/', status: 200 }]);
  await page.close();
});
