import { type CallHandler, type ExecutionContext, Inject, Injectable, type NestInterceptor } from '@nestjs/common';
import type { Observable } from 'rxjs';

/** Origins of the demo shop. */
export const shopOrigins = Symbol('shopOrigins');

/** Lets the demo shop, which is served from another port, read what the demo's own routes answer. Memory+ itself has its own list. */
@Injectable()
export class ShopOriginInterceptor implements NestInterceptor {
  readonly #origins: readonly string[];

  constructor(@Inject(shopOrigins) origins: readonly string[]) {
    this.#origins = origins;
  }

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    const { origin } = http.getRequest<{ headers: { origin?: string } }>().headers;
    const response = http.getResponse<{ header(name: string, value: string): void }>();
    response.header('vary', 'Origin');
    if (origin !== undefined && this.#origins.includes(origin)) response.header('access-control-allow-origin', origin);
    return next.handle();
  }
}
