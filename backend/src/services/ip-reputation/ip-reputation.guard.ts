import { type CanActivate, type ExecutionContext, HttpException, Inject, Injectable } from '@nestjs/common';
import { rawHttp } from '../../monitoring/raw-http.ts';
import { clientAddress } from './client-address.ts';
import { IpReputationService } from './ip-reputation.service.ts';

/** Answers 429 to an address that misbehaved until its time is over, and watches how the others' requests are answered. */
@Injectable()
export class IpReputationGuard implements CanActivate {
  readonly #reputation: IpReputationService;

  constructor(@Inject(IpReputationService) reputation: IpReputationService) {
    this.#reputation = reputation;
  }

  canActivate(context: ExecutionContext): boolean {
    if (context.getType() !== 'http') return true;
    const { request, response } = rawHttp(context);
    const address = clientAddress(request, this.#reputation.trustedHops);
    const blocked = this.#reputation.check(address);
    if (blocked > 0) {
      response.setHeader('retry-after', Math.ceil(blocked / 1000));
      throw new HttpException('Too many refused requests came from this address. Try again later.', 429);
    }
    // Of an answer that has ended nothing is held: the listener goes with it.
    response.once('finish', () => this.#reputation.answered(address, response.statusCode));
    return true;
  }
}
