import { minTokenLength } from './options.ts';

/** The settings of the runnable server. */
export interface ServerSettings {
  readonly port: number;
  readonly host: string;
  readonly adminToken?: string;
  readonly hosts: readonly string[];
  readonly origins: readonly string[];
}

/**
 * Reads `PORT`, `HOST`, `ADMIN_TOKEN`, `ALLOWED_HOSTS` and `ALLOWED_ORIGINS` (both comma-separated).
 * @throws Error that lists everything wrong at once; it never repeats the token
 */
export function readEnvironment(environment: Readonly<Record<string, string | undefined>>): ServerSettings {
  const port = environment.PORT ? Number(environment.PORT) : 3000;
  const host = environment.HOST || '127.0.0.1';
  const adminToken = environment.ADMIN_TOKEN;
  const wrong = [
    ...(Number.isInteger(port) && port >= 0 && port <= 65_535
      ? []
      : [`PORT is "${environment.PORT}": give a number from 0 to 65535`]),
    ...(adminToken && adminToken.length < minTokenLength
      ? [
          `ADMIN_TOKEN has ${adminToken.length} characters: give at least ${minTokenLength} (for example from: openssl rand -hex 32)`,
        ]
      : []),
  ];
  if (wrong.length > 0) throw new Error(`The settings are wrong:\n- ${wrong.join('\n- ')}`);
  return {
    port,
    host,
    ...(adminToken ? { adminToken } : {}),
    hosts: [...named(environment.ALLOWED_HOSTS), ...(isAny(host) ? [] : [bracketed(host)])],
    origins: named(environment.ALLOWED_ORIGINS),
  };
}

function named(list: string | undefined): string[] {
  return (list ?? '')
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
}

function isAny(host: string): boolean {
  return host === '0.0.0.0' || host === '::';
}

function bracketed(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}
