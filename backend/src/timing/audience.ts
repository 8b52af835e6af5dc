import type { IncomingHttpHeaders } from 'node:http';

/** What an answer needs so that the page that asked may read its timing. */
export interface Audience {
  /** The value of `Timing-Allow-Origin`; null where the browser lets the page read without it. */
  readonly allow: string | null;
}

/**
 * Who may read the timing of an answer: pages of this very origin, listed ones, and clients that are no page of another origin. Null: a
 * page of an origin that was never listed, which is told nothing.
 */
export function audienceOf(headers: IncomingHttpHeaders, origins: ReadonlySet<string>): Audience | null {
  const { origin, host } = headers;
  if (origin === undefined) return headers['sec-fetch-site'] === 'cross-site' ? null : { allow: null };
  if (origins.has(origin)) return { allow: origin };
  return URL.canParse(origin) && new URL(origin).host === host ? { allow: null } : null;
}

/** A header that may have values already, with one more; `present` is what it has now. */
export function joined(present: unknown, value: string): string {
  const values = (Array.isArray(present) ? present : [present]).filter((one) => one !== undefined && one !== '');
  return [...values.map(String).filter((one) => one !== value), value].join(', ');
}
