import { z } from 'zod';
import type { MemoryManagementOptions } from './options.ts';
import { minTokenLength } from './options.ts';

/** The settings of the runnable server: where it listens, and the options of the module. */
export interface ServerSettings extends MemoryManagementOptions {
  readonly port: number;
  readonly host: string;
}

const megabyte = 1024 * 1024;

const whole = (min: number, max: number) =>
  z.string().regex(/^\d+$/, 'is not a whole number').transform(Number).pipe(z.number().min(min).max(max));
const share = z.string().transform(Number).pipe(z.number().gt(0).max(1));
const flag = z.enum(['true', 'false'], 'is neither true nor false').transform((value) => value === 'true');
const list = z.string().transform((value) =>
  value
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== ''),
);

/** Every setting that the server reads. A name is explained in `.env.production.template`; a test keeps the two equal. */
export const environmentSchema = z.object({
  PORT: whole(0, 65_535).default(3000),
  HOST: z.string().default('127.0.0.1'),
  ADMIN_TOKEN: z
    .string()
    .min(
      minTokenLength,
      `is too short: give at least ${minTokenLength} characters, for example from: openssl rand -hex 32`,
    )
    .optional(),
  ALLOWED_HOSTS: list.default([]),
  ALLOWED_ORIGINS: list.default([]),
  MEMORY_WARNING: share.default(0.75),
  MEMORY_CRITICAL: share.default(0.85),
  EVENT_LOOP_WARNING_MS: whole(1, 60_000).default(200),
  EVENT_LOOP_CRITICAL_MS: whole(1, 60_000).default(1000),
  LEAK_DETECTION: flag.default(true),
  LEAK_CHECK_INTERVAL_MS: whole(10_000, 86_400_000).default(300_000),
  LEAK_GROWTH_MB: whole(1, 1_000_000).default(50),
  LEAK_COLLECT_ON_SUSPICION: flag.default(true),
  LEAK_PROFILE_ON_SUSPICION: flag.default(true),
  LEAK_SNAPSHOT: flag.default(false),
  REQUEST_TIMING: z
    .enum(['true', 'false', 'development'], 'is neither true, false nor development')
    .transform((value) => (value === 'development' ? value : value === 'true'))
    .default(false),
  SNAPSHOTS: flag.default(false),
  SNAPSHOTS_ALLOW_RAW: flag.default(false),
  SNAPSHOTS_DIRECTORY: z.string().optional(),
});

type Environment = z.output<typeof environmentSchema>;

/**
 * Reads the settings; an empty one counts as left out.
 * @throws Error that lists everything wrong at once; it never repeats a value, which may be a secret
 */
export function readEnvironment(environment: Readonly<Record<string, string | undefined>>): ServerSettings {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const parsed = environmentSchema.safeParse(given);
  if (parsed.success) return settingsOf(parsed.data);
  const wrong = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new Error(`The settings are wrong:\n- ${wrong.join('\n- ')}`);
}

function settingsOf(env: Environment): ServerSettings {
  const memory = { warning: env.MEMORY_WARNING, critical: env.MEMORY_CRITICAL };
  return {
    port: env.PORT,
    host: env.HOST,
    ...(env.ADMIN_TOKEN === undefined ? {} : { adminToken: env.ADMIN_TOKEN }),
    hosts: [...env.ALLOWED_HOSTS, ...(isAny(env.HOST) ? [] : [bracketed(env.HOST)])],
    origins: env.ALLOWED_ORIGINS,
    thresholds: {
      heap: memory,
      container: memory,
      eventLoop: { warning: env.EVENT_LOOP_WARNING_MS, critical: env.EVENT_LOOP_CRITICAL_MS },
    },
    detector: {
      enabled: env.LEAK_DETECTION,
      checkInterval: env.LEAK_CHECK_INTERVAL_MS,
      growthThreshold: env.LEAK_GROWTH_MB * megabyte,
      collectOnSuspicion: env.LEAK_COLLECT_ON_SUSPICION,
      profileOnSuspicion: env.LEAK_PROFILE_ON_SUSPICION,
      snapshotOnLeak: env.LEAK_SNAPSHOT,
    },
    requestTiming: env.REQUEST_TIMING,
    snapshots: {
      enabled: env.SNAPSHOTS,
      allowRaw: env.SNAPSHOTS_ALLOW_RAW,
      ...(env.SNAPSHOTS_DIRECTORY === undefined ? {} : { directory: env.SNAPSHOTS_DIRECTORY }),
    },
  };
}

function isAny(host: string): boolean {
  return host === '0.0.0.0' || host === '::';
}

function bracketed(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}
