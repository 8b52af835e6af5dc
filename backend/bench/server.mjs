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

class App {}
Module({
  imports: withModule === 'with' ? [MemoryManagementModule.forRoot({ routes: true, health: true, metrics: true })] : [],
  controllers: [Hello],
})(App);

const options = { logger: ['error'] };
const app =
  adapter === 'fastify'
    ? await NestFactory.create(App, new FastifyAdapter(), options)
    : await NestFactory.create(App, options);
await app.listen(0, '127.0.0.1');
process.on('message', () => process.send?.({ cpu: process.cpuUsage(), heap: process.memoryUsage().heapUsed }));
process.send?.({ port: app.getHttpServer().address().port });
