import type { ServerResponse } from 'node:http';
import { type CanActivate, type ExecutionContext, HttpException, Inject, Injectable } from '@nestjs/common';
import { type AddressedRequest, clientAddress } from './client-address.ts';
import { IpReputationService } from './ip-reputation.service.ts';

interface HttpResponse {
  header(name: string, value: string): unknown;
  /** Fastify's reply has the answer of Node inside. */
  readonly raw?: ServerResponse;
}

/** Answers 429 to an address that misbehaved until its time is over, and watches how the others' requests are answered. */
@Injectable()
export class IpReputationGuard implements CanActivate {
  readonly #reputation: IpReputationService;

  constructor(@Inject(IpReputationService) reputation: IpReputationService) {
    this.#reputation = reputation;
  }

  canActivate(context: ExecutionContext): boolean {
    if (context.getType() !== 'http') return true;
    const http = context.switchToHttp();
    const address = clientAddress(http.getRequest<AddressedRequest>(), this.#reputation.trustedHops);
    const response = http.getResponse<HttpResponse & ServerResponse>();
    const blocked = this.#reputation.check(address);
    if (blocked > 0) {
      response.header('retry-after', String(Math.ceil(blocked / 1000)));
      throw new HttpException('Too many refused requests came from this address. Try again later.', 429);
    }
    const raw = response.raw ?? response;
    // Of an answer that has ended nothing is held: the listener goes with it.
    raw.once('finish', () => this.#reputation.answered(address, raw.statusCode));
    return true;
  }
}
