/** The address as it may be kept: no query, no fragment, no user info; of `data:` and `blob:` only the scheme. At most 500 characters. */
export function publicUrl(url: string): string {
  const scheme = /^(data|blob|javascript):/i.exec(url);
  if (scheme) return scheme[0].toLowerCase();
  const end = url.search(/[?#]/);
  const path = end < 0 ? url : url.slice(0, end);
  return path.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/]*@/i, '$1').slice(0, 500);
}
