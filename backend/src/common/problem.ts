import { apiPrefix, type Problem } from '@memory-plus/core/protocol/backend';

const titles: Readonly<Record<number, string>> = {
  400: 'The request is wrong',
  401: 'The admin token is missing or wrong',
  403: 'Not allowed',
  404: 'Not found',
  405: 'Method not allowed',
  409: 'Already running',
  411: 'The length of the body is missing',
  413: 'The body is too large',
  415: 'The body is not JSON',
  429: 'Too many requests',
  500: 'The server failed',
  501: 'Not possible in this process',
  503: 'Not available now',
  507: 'Not enough memory or disk',
};

export interface ProblemDetails {
  readonly detail?: string;
  readonly errors?: NonNullable<Problem['errors']>;
  /** Seconds after which the client may try again. */
  readonly retryAfter?: number;
}

/** A refusal, with all that its answer says. */
export class ProblemError extends Error {
  readonly status: number;
  readonly problem: Problem;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, { detail, errors, retryAfter }: ProblemDetails = {}) {
    const title = titles[status] ?? 'The request failed';
    super(detail ?? title);
    this.status = status;
    this.problem = {
      type: `${apiPrefix}/problems/${status}`,
      title,
      status,
      ...(detail === undefined ? {} : { detail }),
      ...(errors === undefined ? {} : { errors }),
    };
    this.headers = {
      'content-type': 'application/problem+json; charset=utf-8',
      ...(retryAfter === undefined ? {} : { 'retry-after': String(Math.max(1, Math.ceil(retryAfter))) }),
      ...(status === 401 ? { 'www-authenticate': 'Bearer realm="memory-plus"' } : {}),
    };
  }
}
