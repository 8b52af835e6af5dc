/** Longest address that is kept. */
export const maxUrlLength = 500;

/** The address as it may be kept: no query, no fragment, no user info; of `data:` and `blob:` only the scheme. */
export function publicUrl(url: string): string {
  const scheme = /^(data|blob|javascript):/i.exec(url);
  if (scheme) return scheme[0].toLowerCase();
  const end = url.search(/[?#]/);
  const path = end < 0 ? url : url.slice(0, end);
  return path.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/]*@/i, '$1').slice(0, maxUrlLength);
}

/** Scheme, host and port of an absolute address; empty for any other. */
export function originOf(url: string): string {
  return /^[a-z][a-z0-9+.-]*:\/\/[^/?#]+/i.exec(url)?.[0].toLowerCase() ?? '';
}

/** Numbers, UUIDs, hashes (hexadecimal with a digit), dates, addresses of mail, and long mixtures of letters and digits. */
const ids = [
  /^\d+$/,
  /^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/i,
  /^(?=.*\d)[\da-f]{8,}$/i,
  /^\d{4}-\d\d(?:-\d\d.*)?$/,
  /@|%40/,
  /^(?=.*\d)(?=.*[a-z])[\w-]{16,}$/i,
];

/** The path of an address with every part that looks like an id as `:id`, so that requests for many things of one kind are one route. */
export function pathPattern(url: string): string {
  const shown = publicUrl(url);
  const path = shown.slice(originOf(shown).length) || '/';
  return path
    .split('/')
    .map((part) => (ids.some((id) => id.test(part)) ? ':id' : part))
    .join('/');
}
