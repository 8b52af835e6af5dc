import type { IncomingMessage, ServerResponse } from 'node:http';
import { apiPrefix } from '@memory-plus/core/protocol/backend';
import type { MemoryServices } from '../memory-services.ts';
import { audienceOf } from './audience.ts';
import { tellTiming } from './tell-timing.ts';

/**
 * Adds `Server-Timing` to the answer at the moment when its headers are written, whoever writes them: a handler, an error, middleware.
 * The tab's own questions are left out; they would hide among those of the page.
 *
 * @param route is asked then, when the framework has found it
 */
export function timeRequest(
  { timer, options }: Pick<MemoryServices, 'timer' | 'options'>,
  request: IncomingMessage,
  response: ServerResponse,
  route: () => string | null,
): void {
  const audience = audienceOf(request.headers, options.origins);
  if (audience === null || request.url?.startsWith(`${apiPrefix}/`)) return;
  const timed = timer.begin();
  const { writeHead } = response;
  response.writeHead = function writeTimed(this: ServerResponse, ...values: unknown[]): ServerResponse {
    response.writeHead = writeHead;
    const given = ownHeaders(values);
    tellTiming(timed.told(route()), audience, {
      get: (name) => given?.[name] ?? response.getHeader(name),
      set: (name, value) => {
        // What is written with the status wins over what was set before, and costs less.
        if (given) given[name] = value;
        else response.setHeader(name, value);
      },
    });
    return Reflect.apply(writeHead, this, values);
  };
  response.once('close', () => timed.end());
}

/** The headers among the parameters of `writeHead`, as a copy in their place; null where there are none, or a list of pairs. */
function ownHeaders(values: unknown[]): Record<string, unknown> | null {
  const last = values.pop();
  const own = typeof last === 'object' && last !== null && !Array.isArray(last) ? { ...last } : null;
  values.push(own ?? last);
  return own;
}
