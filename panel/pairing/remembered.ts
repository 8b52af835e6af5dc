import type { Platform } from '../platform/platform.ts';
import { parseAddress } from './address.ts';

/** Backends that are remembered for each site: their addresses and names outlast the browser, tokens do not. */
export const sitesKey = 'backends';
/** In session storage only: a token never reaches a disk. */
export const tokensKey = 'backend-tokens';
export const mostBackends = 8;
const mostSites = 100;
const longestName = 60;

export interface RememberedBackend {
  readonly origin: string;
  readonly name: string;
  readonly on: boolean;
}

type Storage = Pick<Platform, 'read' | 'write'>;
type Sites = Readonly<Record<string, readonly RememberedBackend[]>>;
type Tokens = Readonly<Record<string, string>>;

/** What is stored is checked like any input. */
export async function readSites(storage: Storage): Promise<Sites> {
  const stored = asRecord(await storage.read('local', sitesKey).catch(() => undefined));
  return Object.fromEntries(
    Object.entries(stored)
      .slice(-mostSites)
      .map(([site, list]) => [site, (Array.isArray(list) ? list : []).flatMap(readBackend).slice(0, mostBackends)]),
  );
}

/** The backends of `site` in place of those that were remembered; the site that was longest not used goes first. */
export async function rememberSite(storage: Storage, site: string, backends: readonly RememberedBackend[]) {
  const { [site]: _, ...others } = await readSites(storage);
  const sites = Object.entries({ ...others, [site]: backends }).slice(-mostSites);
  await storage.write('local', sitesKey, Object.fromEntries(sites)).catch(() => {});
}

/** Only for origins that may carry a token; whatever else is stored is left out. */
export async function readTokens(storage: Storage): Promise<Tokens> {
  const stored = asRecord(await storage.read('session', tokensKey).catch(() => undefined));
  const fits = ([origin, token]: [string, unknown]) => {
    const address = parseAddress(origin);
    return typeof token === 'string' && address.valid && address.origin === origin && address.mayCarryToken;
  };
  return Object.fromEntries(Object.entries(stored).filter(fits)) as Tokens;
}

/** Null takes the token of `origin` away. */
export async function rememberToken(storage: Storage, origin: string, token: string | null): Promise<void> {
  const { [origin]: _, ...others } = await readTokens(storage);
  await storage.write('session', tokensKey, token === null ? others : { ...others, [origin]: token }).catch(() => {});
}

/** A name as it may be shown and recorded; the address where nothing is left of it. */
export function cleanName(name: string, origin: string): string {
  return name.trim().slice(0, longestName) || hostOf(origin);
}

export function hostOf(origin: string): string {
  return origin.replace(/^https?:\/\//, '');
}

function readBackend(stored: unknown): RememberedBackend[] {
  const { origin, name, on } = asRecord(stored);
  const address = parseAddress(typeof origin === 'string' ? origin : '');
  if (!address.valid) return [];
  return [
    { origin: address.origin, name: cleanName(typeof name === 'string' ? name : '', address.origin), on: on === true },
  ];
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
