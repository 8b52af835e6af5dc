// A hello-world application for the bench: adapter and whether it has the module are arguments. Tells its processor time on request.
import 'reflect-metadata';
import { MemoryManagementModule } from '@memory-plus/backend';
import { Controller, Get, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';

const [adapter, withModule] = process.argv.slice(2);

class Hello {
  hello() {
    return 'Hello World!';
  }
}
Get('hello')(Hello.prototype, 'hello', Object.getOwnPropertyDescriptor(Hello.prototype, 'hello'));
Controller()(Hello);

// `timed`: as `with`, and each answer tells the heap in its headers.
const options = { routes: true, health: true, metrics: true, requestTiming: withModule === 'timed' };
class App {}
Module({
  imports: withModule === 'without' ? [] : [MemoryManagementModule.forRoot(options)],
  controllers: [Hello],
})(App);

const logger = { logger: ['error'] };
const app =
  adapter === 'fastify'
    ? await NestFactory.create(App, new FastifyAdapter(), logger)
    : await NestFactory.create(App, logger);
await app.listen(0, '127.0.0.1');
process.on('message', () => process.send?.({ cpu: process.cpuUsage(), heap: process.memoryUsage().heapUsed }));
process.send?.({ port: app.getHttpServer().address().port });
