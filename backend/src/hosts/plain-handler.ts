import type { IncomingMessage, ServerResponse } from 'node:http';
import { apiPrefix } from '@memory-plus/core/protocol/backend';
import { callerOf, checkCaller, setAnswerHeaders } from '../common/access.ts';
import { ProblemError } from '../common/problem.ts';
import type { MemoryServices, ServiceLog } from '../memory-services.ts';
import { asciiJson, sendJson } from '../monitoring/send-json.ts';
import { type PlainRoute, plainRoutes } from './plain-routes.ts';

/** Answers a request if it is for the API, and says whether it was. */
export type PlainHandler = (request: IncomingMessage, response: ServerResponse) => boolean;

export function plainHandler(services: MemoryServices, log: ServiceLog): PlainHandler {
  const routes = plainRoutes(services);
  const paths = new Set([...routes.keys()].map((key) => key.slice(key.indexOf(' ') + 1)));
  return (request, response) => {
    const path = (request.url ?? '').split('?')[0] ?? '';
    if (!paths.has(path) && !path.startsWith(`${apiPrefix}/`)) return false;
    answer(services, routes, request, response, path).catch((error: unknown) => refuse(response, error, log));
    return true;
  };
}

async function answer(
  services: MemoryServices,
  routes: ReadonlyMap<string, PlainRoute>,
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
): Promise<void> {
  const caller = callerOf(request);
  setAnswerHeaders(response, caller, services.options.origins);
  checkCaller(caller, services.options);
  if (caller.method === 'OPTIONS') {
    response.writeHead(204).end();
    return;
  }
  const { route, id } = match(routes, caller.method === 'HEAD' ? 'GET' : caller.method, path);
  if (route.admin) services.door.check(caller.headers.authorization);
  const query = new URLSearchParams((request.url ?? '').split('?')[1] ?? '');
  const body = caller.method === 'POST' ? await jsonBody(request) : undefined;
  const result = await route.run(services, { query, id, body }, response);
  if (typeof result === 'object' && result !== null) sendJson(response, asciiJson(result));
}

/** The route of this very path, or one whose `:id` is the last part of the path or the one before it. */
function match(
  routes: ReadonlyMap<string, PlainRoute>,
  method: string,
  path: string,
): { route: PlainRoute; id: string } {
  const parts = path.split('/');
  for (const at of [parts.length, parts.length - 1, parts.length - 2]) {
    const id = parts[at] ?? '';
    const route = routes.get(`${method} ${parts.map((part, index) => (index === at ? ':id' : part)).join('/')}`);
    if (route) return { route, id };
  }
  throw new ProblemError(404);
}

/** The length was checked before, so what is read is bounded. A framework may have read the body already. */
async function jsonBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  const text = Buffer.concat(chunks).toString('utf8');
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw new ProblemError(400, { detail: 'The body is not JSON.' });
  }
}

function refuse(response: ServerResponse, error: unknown, log: ServiceLog): void {
  const known = error instanceof ProblemError;
  if (!known) log.error(error);
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const problem = known ? error : new ProblemError(500, { detail: 'The reason is in the log of the server.' });
  response.writeHead(problem.status, problem.headers).end(JSON.stringify(problem.problem));
}
