/** Where a backend is, as a person typed it. */
export type Address =
  | {
      readonly valid: true;
      /** Scheme, host and port; the only place that is ever asked. */
      readonly origin: string;
      /** Whether a token may go there: over https, or without leaving this machine. */
      readonly mayCarryToken: boolean;
    }
  | { readonly valid: false; readonly because: 'empty' | 'malformed' | 'scheme' | 'credentials' };

/** Reads a typed address. A missing scheme is http for this machine and https for any other; path, query and fragment are left out. */
export function parseAddress(typed: string): Address {
  const text = typed.trim();
  if (text === '') return { valid: false, because: 'empty' };
  const url = toUrl(text);
  if (!url) return { valid: false, because: 'malformed' };
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return { valid: false, because: 'scheme' };
  if (url.username !== '' || url.password !== '') return { valid: false, because: 'credentials' };
  if (url.hostname === '') return { valid: false, because: 'malformed' };
  return {
    valid: true,
    origin: url.origin,
    mayCarryToken: url.protocol === 'https:' || isLoopback(url.hostname),
  };
}

function toUrl(text: string): URL | null {
  // "localhost:3000" would be read as scheme "localhost"; a host with a port is meant.
  const hasScheme = /^[a-z][a-z0-9+.-]*:(\/\/|(?!\d+(\/|$)))/i.test(text);
  if (hasScheme) return parsed(text);
  const url = parsed(`https://${text}`);
  return url && isLoopback(url.hostname) ? parsed(`http://${text}`) : url;
}

function parsed(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}

/** A literal name of this machine, as `URL` normalises it. Names that only resolve to it are not literal: who answers for them may change. */
function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}

/** A server behind a path is asked below that path: `https://ops.example.org/prometheus`. */
export type FleetAddress =
  | { readonly valid: true; readonly origin: string; readonly base: string }
  | Extract<Address, { valid: false }>;

/** Reads the address of a Prometheus server, also where it was copied with the path of its API or of a page of it. */
export function parseFleetAddress(typed: string): FleetAddress {
  const address = parseAddress(typed);
  if (!address.valid) return address;
  const path = (toUrl(typed.trim())?.pathname ?? '').replace(/\/(api\/v1|graph|targets|query)(\/.*)?$/, '');
  return { valid: true, origin: address.origin, base: `${address.origin}${path.replace(/\/+$/, '')}` };
}
