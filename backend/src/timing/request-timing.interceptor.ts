import type { IncomingMessage } from 'node:http';
import { apiPrefix } from '@memory-plus/core/protocol/backend';
import { type CallHandler, type ExecutionContext, Inject, Injectable, type NestInterceptor } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { finalize, type Observable, tap } from 'rxjs';
import { MemoryServices } from '../memory-services.ts';
import { type RoutedRequest, routeOf } from '../tracking/route-of.ts';
import { audienceOf } from './audience.ts';
import { tellTiming } from './tell-timing.ts';

/**
 * Adds `Server-Timing` to what handlers answer: heap before and after, and the route's pattern. An answer that a handler sent by itself
 * has none, as its headers are gone by then.
 */
@Injectable()
export class RequestTimingInterceptor implements NestInterceptor {
  readonly #services: MemoryServices;
  readonly #host: HttpAdapterHost;

  constructor(@Inject(MemoryServices) services: MemoryServices, @Inject(HttpAdapterHost) host: HttpAdapterHost) {
    this.#services = services;
    this.#host = host;
  }

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (context.getType() !== 'http') return next.handle();
    const http = context.switchToHttp();
    const request = http.getRequest<RoutedRequest & IncomingMessage>();
    const route = routeOf(request);
    const audience = audienceOf(request.headers, this.#services.options.origins);
    // What the tab itself asks would hide among the requests what the page asks.
    if (audience === null || route.includes(` ${apiPrefix}`)) return next.handle();
    const timed = this.#services.timer.begin();
    const { httpAdapter } = this.#host;
    const response: unknown = http.getResponse();
    const tell = () => {
      if (httpAdapter.isHeadersSent(response)) return;
      tellTiming(timed.told(route), audience, {
        get: (name) => httpAdapter.getHeader(response, name),
        set: (name, value) => httpAdapter.setHeader(response, name, value),
      });
    };
    return next.handle().pipe(
      tap({ next: tell, error: tell }),
      finalize(() => timed.end()),
    );
  }
}
