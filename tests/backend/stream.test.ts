import { get, type IncomingMessage } from 'node:http';
import { MemoryManagementModule } from '@memory-plus/backend';
import { historySchema, statsSchema } from '@memory-plus/core/protocol/backend';
import { describe, expect, it } from 'vitest';
import { MemoryStream } from '../../backend/src/monitoring/memory-stream.ts';
import { adapters, call, start } from './host.ts';

const root = '/api/monitoring/memory';

function open(base: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => get(`${base}${root}/stream`, resolve).on('error', reject));
}

async function nextEvent(response: IncomingMessage): Promise<Map<string, string>> {
  let text = '';
  for await (const chunk of response.iterator({ destroyOnReturn: false })) {
    text += String(chunk);
    if (text.endsWith('\n\n')) break;
  }
  return new Map(
    text
      .trim()
      .split('\n')
      .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
  );
}

describe.each(adapters)('the stream on %s', (adapter) => {
  it('tells the statistics at once and each second, to each client the same', async () => {
    const { app, base } = await start(MemoryManagementModule.forRoot({ routes: true }), adapter);
    const clients = await Promise.all([open(base), open(base), open(base)]);
    for (const client of clients) {
      expect(client.statusCode).toBe(200);
      expect(client.headers['content-type']).toMatch(/^text\/event-stream/);
      const first = await nextEvent(client);
      expect(first.get('event')).toBe('stats');
      statsSchema.parse(JSON.parse(first.get('data') ?? ''));
    }
    const [a, b] = await Promise.all(clients.map(nextEvent));
    expect(a).toEqual(b);
    const stream = app.get(MemoryStream, { strict: false });
    expect(stream.clients).toBe(3);
    for (const client of clients) client.destroy();
    await expect.poll(() => stream.clients).toBe(0);
    await app.close();
  });

  it('does not hold up the end of the server', async () => {
    const { app, base } = await start(MemoryManagementModule.forRoot({ routes: true }), adapter);
    const client = await open(base);
    client.resume();
    const ended = new Promise((resolve) => client.on('end', resolve));
    await app.close();
    await ended;
  });
});

describe.each(adapters)('the history on %s', (adapter) => {
  it('answers what lies after a moment, and refuses what is none', async () => {
    const { app, base } = await start(MemoryManagementModule.forRoot({ routes: true }), adapter);
    const all = await call(base, `${root}/history`);
    expect(historySchema.parse(all.body)).toEqual(all.body);
    expect((await call(base, `${root}/history?from=1795469020073.5`)).status).toBe(200);
    for (const from of ['yesterday', '-1', '1e9', 'NaN', ''])
      expect((await call(base, `${root}/history?from=${from}`)).status).toBe(400);
    expect((await call(base, `${root}/history?from=1&from=2`)).status).toBe(400);
    await app.close();
  });
});
