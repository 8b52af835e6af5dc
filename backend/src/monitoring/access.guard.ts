import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { AdminDoor, callerOf, checkCaller, setAnswerHeaders } from '../common/access.ts';
import { OPTIONS, type ResolvedOptions } from '../options.ts';
import { rawHttp } from './raw-http.ts';

/** On every route of the API: host, origin and body, before anything is done. */
@Injectable()
export class AccessGuard implements CanActivate {
  readonly #options: ResolvedOptions;

  constructor(@Inject(OPTIONS) options: ResolvedOptions) {
    this.#options = options;
  }

  canActivate(context: ExecutionContext): boolean {
    const { request, response } = rawHttp(context);
    const caller = callerOf(request);
    response.removeHeader('x-powered-by');
    setAnswerHeaders(response, caller, this.#options.origins);
    checkCaller(caller, this.#options);
    return true;
  }
}

/** On every admin controller as a whole: a guard sees each way to a handler, also HEAD and odd paths. */
@Injectable()
export class AdminGuard implements CanActivate {
  readonly #door: AdminDoor;

  constructor(@Inject(AdminDoor) door: AdminDoor) {
    this.#door = door;
  }

  canActivate(context: ExecutionContext): boolean {
    this.#door.check(rawHttp(context).request.headers.authorization);
    return true;
  }
}
