import { isIP, isIPv6 } from 'node:net';

/** What is read of a request of Express or Fastify. */
export interface AddressedRequest {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly socket: { readonly remoteAddress?: string | undefined };
}

/**
 * The address of the client. Anyone can write `X-Forwarded-For`: it is read only as far as the application's own proxies wrote it.
 * @param hops proxies between the client and this server that are the application's own; 0 trusts no header
 */
export function clientAddress({ headers, socket }: AddressedRequest, hops: number): string {
  const peer = socket.remoteAddress ?? 'unknown';
  if (hops === 0) return normalAddress(peer);
  const header = headers['x-forwarded-for'];
  const written = (Array.isArray(header) ? header.join(',') : (header ?? '')).split(',').map((part) => part.trim());
  // The last entry is of the nearest proxy. With fewer entries than hops the first one was still written by a proxy of ours.
  const entry = written.at(-Math.min(hops, written.length)) ?? '';
  return normalAddress(isIP(entry) ? entry : peer);
}

/** One name for one client: IPv4 in IPv6 as IPv4, and of IPv6 the network (/64), of which a single client has every address. */
export function normalAddress(address: string): string {
  const bare = address.split('%')[0] ?? address;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(bare)?.[1];
  if (mapped) return mapped;
  return isIPv6(bare) ? networkOf(bare) : bare;
}

function networkOf(address: string): string {
  const [head = '', tail] = address.split('::');
  const groups = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? 0 : tail.split(':').length;
  while (groups.length < Math.min(4, 8 - after)) groups.push('0');
  const network = [...groups, ...(tail ?? '').split(':')].slice(0, 4);
  return `${network.map((group) => Number.parseInt(group || '0', 16).toString(16)).join(':')}::/64`;
}
