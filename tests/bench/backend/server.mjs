// The application of the bench: hello world on Express or Fastify, with or without the module (arguments). Answers messages with figures.
import 'reflect-metadata';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Controller, Get, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';

const [adapter, withModule, detector = 'detector'] = process.argv.slice(2);

class Hello {
  hello() {
    return 'Hello World!';
  }
  /** Allocates what a small request of a real application does, so that there are collections and samples. */
  work() {
    return Array.from({ length: 300 }, (_, id) => ({ id, name: `item ${id}`, tags: [id, id + 1] }));
  }
}
for (const path of ['hello', 'work'])
  Get(path)(Hello.prototype, path, Object.getOwnPropertyDescriptor(Hello.prototype, path));
Controller()(Hello);

class App {}
Module({ imports: withModule === 'with' ? [await memoryModule()] : [], controllers: [Hello] })(App);

const app = await NestFactory.create(App, ...(await adapterOf()), { logger: ['error'] });
await app.listen(0, '127.0.0.1');

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');

process.on('message', (message) => {
  if (message === 'collect') collect();
  const { user, system } = process.cpuUsage();
  process.send?.({ cpu: user + system, ...process.memoryUsage() });
});
process.send?.({ port: app.getHttpServer().address().port });

/** Imported only here: what the module loads counts as its memory. */
async function memoryModule() {
  const { MemoryManagementModule } = await import('@memory-plus/backend');
  return MemoryManagementModule.forRoot({
    routes: true,
    health: true,
    metrics: true,
    detector: { enabled: detector === 'detector' },
  });
}

async function adapterOf() {
  if (adapter !== 'fastify') return [];
  const { FastifyAdapter } = await import('@nestjs/platform-fastify');
  return [new FastifyAdapter()];
}
