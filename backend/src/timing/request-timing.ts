import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { Inject, Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { MemoryServices } from '../memory-services.ts';
import { expressRoute, type RoutedRequest, routeOf } from '../tracking/route-of.ts';
import { timeRequest } from './time-request.ts';

type Hook = (
  request: RoutedRequest & { raw: IncomingMessage },
  reply: { raw: ServerResponse },
  done: () => void,
) => void;

/**
 * Times the requests of a Nest application where that is switched on. It listens below Nest: a global interceptor sends every handler
 * through Nest's interceptor pipeline, and misses what middleware and guards answer (docs/decisions/0003-request-timing.md).
 */
@Injectable()
export class RequestTiming implements OnModuleInit, OnModuleDestroy {
  readonly #services: MemoryServices;
  readonly #host: HttpAdapterHost;
  #stop: () => void = () => {};

  constructor(@Inject(MemoryServices) services: MemoryServices, @Inject(HttpAdapterHost) host: HttpAdapterHost) {
    this.#services = services;
    this.#host = host;
  }

  /** Before the routes are registered: Fastify's hooks are for routes that come later. */
  onModuleInit(): void {
    const { httpAdapter } = this.#host;
    if (!httpAdapter || !this.#services.options.requestTiming) return;
    if (httpAdapter.getType() === 'fastify') this.#hook(httpAdapter.getInstance());
    else this.#listen(httpAdapter.getHttpServer());
  }

  onModuleDestroy(): void {
    this.#stop();
  }

  #hook(fastify: { addHook(name: 'onRequest', hook: Hook): void }): void {
    let on = true;
    fastify.addHook('onRequest', (request, { raw }, done) => {
      if (on) timeRequest(this.#services, request.raw, raw, () => routeOf(request));
      done();
    });
    this.#stop = () => {
      on = false;
    };
  }

  #listen(server: Server): void {
    const requested = (request: RoutedRequest, response: ServerResponse) =>
      timeRequest(this.#services, request, response, () => expressRoute(request));
    server.prependListener('request', requested);
    this.#stop = () => server.off('request', requested);
  }
}
