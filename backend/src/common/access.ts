import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import type { ResolvedOptions } from '../options.ts';
import { ProblemError } from './problem.ts';

/** The largest body that the API reads. */
export const maxBodyBytes = 16 * 1024;

const secretInQuery = /[?&](?:[^=&]*token|authorization|bearer|password|secret|api_?key)=/i;

/** What of a request decides whether it is let in. */
export interface Caller {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
}

export function callerOf(request: IncomingMessage): Caller {
  return { method: request.method ?? 'GET', url: request.url ?? '/', headers: request.headers };
}

/**
 * Lets a request in that a person or program meant to send: not a web page that was never listed, and not a page that made its own name
 * point here (DNS rebinding).
 * @throws ProblemError 400, 403, 411, 413 or 415
 */
export function checkCaller(caller: Caller, options: Pick<ResolvedOptions, 'hosts' | 'origins'>): void {
  const { headers, url } = caller;
  if (!options.hosts.has(hostName(headers.host ?? ''))) {
    throw new ProblemError(403, {
      detail: 'This server does not answer to that Host. Add the name to the option `hosts`.',
    });
  }
  if (headers['sec-fetch-site'] === 'cross-site' && !isListed(headers.origin, options.origins)) {
    throw new ProblemError(403, {
      detail: 'Web pages of other sites are not let in. Add the page to the option `origins`.',
    });
  }
  if (url.includes('?') && secretInQuery.test(url)) {
    throw new ProblemError(400, {
      detail: 'Secrets do not belong in an address. Send the token in the Authorization header.',
    });
  }
  checkBody(headers);
}

function checkBody(headers: IncomingHttpHeaders): void {
  const length = headers['content-length'];
  if (length === undefined) {
    if (headers['transfer-encoding'] !== undefined) throw new ProblemError(411);
    return;
  }
  if (Number(length) > maxBodyBytes) throw new ProblemError(413, { detail: `At most ${maxBodyBytes} bytes.` });
  if (Number(length) > 0 && !/^application\/json\s*(;|$)/i.test(headers['content-type'] ?? '')) {
    throw new ProblemError(415, { detail: 'Send the body as application/json.' });
  }
}

/** Sets what stands on every answer of the API. */
export function setAnswerHeaders(response: ServerResponse, caller: Caller, origins: ReadonlySet<string>): void {
  response.setHeader('cache-control', 'no-store');
  response.setHeader('x-content-type-options', 'nosniff');
  response.setHeader('cross-origin-resource-policy', 'same-origin');
  if (origins.size > 0) setCorsHeaders(response, caller, origins);
}

/** Headers that let a listed page read the answer; none for anyone else. */
function setCorsHeaders(response: ServerResponse, caller: Caller, origins: ReadonlySet<string>): void {
  const { origin } = caller.headers;
  response.setHeader('vary', 'Origin');
  if (origin === undefined || !isListed(origin, origins)) return;
  response.setHeader('access-control-allow-origin', origin);
  if (caller.method !== 'OPTIONS') return;
  response.setHeader('access-control-allow-methods', 'GET, POST');
  response.setHeader('access-control-allow-headers', 'authorization, content-type');
  response.setHeader('access-control-max-age', '600');
}

/**
 * Checks the bearer token. Wrong tokens are counted for all clients together (an address can be made up, one counter cannot be
 * escaped): after ten in a minute they are answered with 429. The right token is not held up by that, so that nobody can
 * lock the admin out; admin requests have a limit of their own.
 */
export class AdminDoor {
  readonly #digest: Buffer | null;
  readonly #onWrongToken: () => void;
  readonly #now: () => number;
  #failures: number[] = [];
  #admitted: number[] = [];

  /** `onWrongToken` is called at most ten times a minute. */
  constructor(token: string | null, onWrongToken: () => void = () => {}, now: () => number = () => performance.now()) {
    this.#digest = token === null ? null : digest(token);
    this.#onWrongToken = onWrongToken;
    this.#now = now;
  }

  /** @throws ProblemError 401, 403 (no token is configured) or 429 */
  check(authorization: string | undefined): void {
    if (this.#digest === null) {
      throw new ProblemError(403, { detail: 'Admin routes are disabled: this server has no admin token.' });
    }
    const given = /^Bearer +([^\s]+)$/i.exec(authorization ?? '')?.[1];
    // Digests have one length, so the comparison takes the same time whatever was sent.
    if (given === undefined || !timingSafeEqual(digest(given), this.#digest)) this.#refuse();
    this.#admit();
  }

  #admit(): void {
    this.#admitted = this.#recent(this.#admitted);
    this.#limit(this.#admitted, maxAdmitted, 'Too many admin requests.');
  }

  #refuse(): never {
    this.#failures = this.#recent(this.#failures);
    this.#limit(this.#failures, maxFailures, 'Too many wrong tokens.');
    this.#onWrongToken();
    throw new ProblemError(401);
  }

  #recent(times: readonly number[]): number[] {
    return times.filter((at) => this.#now() - at < window);
  }

  #limit(times: number[], most: number, detail: string): void {
    const [first] = times;
    if (first !== undefined && times.length >= most) {
      throw new ProblemError(429, { detail, retryAfter: (window - (this.#now() - first)) / 1000 });
    }
    times.push(this.#now());
  }
}

const window = 60_000;
const maxFailures = 10;
const maxAdmitted = 120;

function digest(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

function isListed(origin: string | undefined, origins: ReadonlySet<string>): boolean {
  return origin !== undefined && origins.has(origin);
}

/** `Host` without its port; brackets stay around an IPv6 address. */
function hostName(host: string): string {
  const port = host.lastIndexOf(':');
  return (
    port > host.lastIndexOf(']') && /^\d+$/.test(host.slice(port + 1)) ? host.slice(0, port) : host
  ).toLowerCase();
}
