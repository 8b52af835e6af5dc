import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { AlertingOptions } from './alerting/notifier.ts';
import type { MemoryManagementOptions } from './options.ts';
import { minTokenLength } from './options.ts';
import { defaultDirectory, defaultPool, type StorageOptions } from './storage/location.ts';

/** The settings of the runnable server: where it listens, and the options of the module. */
export interface ServerSettings extends MemoryManagementOptions {
  readonly port: number;
  readonly host: string;
  readonly storage: StorageOptions | false;
  /** Where warnings, errors and leaks are written beside the console; null: nowhere. */
  readonly logFile: string | null;
}

/** `backend/logs/application.log`, wherever the server is started. */
const defaultLogFile = fileURLToPath(new URL('../logs/application.log', import.meta.url));

const megabyte = 1024 * 1024;
const day = 86_400_000;

const whole = (min: number, max: number) =>
  z.string().regex(/^\d+$/, 'is not a whole number').transform(Number).pipe(z.number().min(min).max(max));
const share = z.string().transform(Number).pipe(z.number().gt(0).max(1));
const flag = z.enum(['true', 'false'], 'is neither true nor false').transform((value) => value === 'true');
/** Never repeats the value, which may hold a password. */
const address = (protocols: readonly string[], example: string) =>
  z.string().refine((value) => {
    const url = URL.canParse(value) ? new URL(value) : null;
    return url !== null && url.hostname !== '' && protocols.includes(url.protocol);
  }, `is not an address such as ${example}`);
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
  LOG_FILE: z.string().default(defaultLogFile),
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
  STORAGE: flag.default(true),
  DATABASE_URL: address(['postgres:', 'postgresql:'], 'postgres://user:password@host:5432/database').optional(),
  DATABASE_POOL_MIN: whole(0, 1000).default(defaultPool.min),
  DATABASE_POOL_MAX: whole(1, 1000).default(defaultPool.max),
  STORAGE_DIRECTORY: z.string().optional(),
  INSTANCE_NAME: z.string().max(200, 'is too long: give at most 200 characters').optional(),
  RETENTION_RAW_DAYS: whole(1, 3650).default(7),
  RETENTION_DAYS: whole(1, 3650).default(30),
  REDIS_URL: address(['redis:', 'rediss:'], 'redis://host:6379').optional(),
  SLACK_WEBHOOK_URL: address(['https:', 'http:'], 'https://hooks.slack.com/services/…').optional(),
  PAGERDUTY_ROUTING_KEY: z
    .string()
    .regex(/^[0-9a-zA-Z]{32}$/, 'is not the key of an Events API v2 integration (32 letters and digits)')
    .optional(),
  ALERT_WEBHOOK_URL: address(['https:', 'http:'], 'https://example.org/alerts').optional(),
  ALERT_WEBHOOK_SECRET: z.string().min(16, 'is too short: give at least 16 characters').optional(),
});

type Environment = z.output<typeof environmentSchema>;

/**
 * Reads the settings; an empty one counts as left out.
 * @throws Error that lists everything wrong at once; it never repeats a value, which may be a secret
 */
export function readEnvironment(environment: Readonly<Record<string, string | undefined>>): ServerSettings {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const parsed = environmentSchema.safeParse(given);
  const contradictions = parsed.success ? contradictionsOf(parsed.data) : [];
  if (parsed.success && contradictions.length === 0) return settingsOf(parsed.data, environment);
  const issues = parsed.error?.issues ?? [];
  const wrong = [...issues.map(({ path, message }) => `${path.join('.')}: ${message}`), ...contradictions];
  throw new Error(`The settings are wrong:\n- ${wrong.join('\n- ')}`);
}

/** What is right by itself and wrong beside another setting. */
function contradictionsOf(env: Environment): string[] {
  const pairs = [
    ['MEMORY_WARNING', 'MEMORY_CRITICAL', env.MEMORY_WARNING < env.MEMORY_CRITICAL],
    ['EVENT_LOOP_WARNING_MS', 'EVENT_LOOP_CRITICAL_MS', env.EVENT_LOOP_WARNING_MS < env.EVENT_LOOP_CRITICAL_MS],
  ] as const;
  return [
    ...pairs.filter(([, , fine]) => !fine).map(([low, high]) => `${low}: must be below ${high}`),
    ...(env.SNAPSHOTS && env.ADMIN_TOKEN === undefined ? ['SNAPSHOTS: needs an ADMIN_TOKEN'] : []),
    ...(env.DATABASE_POOL_MIN > env.DATABASE_POOL_MAX
      ? ['DATABASE_POOL_MIN: must not be above DATABASE_POOL_MAX']
      : []),
    ...(env.RETENTION_RAW_DAYS > env.RETENTION_DAYS ? ['RETENTION_RAW_DAYS: must not be above RETENTION_DAYS'] : []),
  ];
}

function storageOf(
  env: Environment,
  environment: Readonly<Record<string, string | undefined>>,
): StorageOptions | false {
  if (!env.STORAGE) return false;
  const common = {
    ...(env.INSTANCE_NAME === undefined ? {} : { instance: env.INSTANCE_NAME }),
    retention: { raw: env.RETENTION_RAW_DAYS * day, history: env.RETENTION_DAYS * day },
  };
  if (env.DATABASE_URL === undefined)
    return { directory: env.STORAGE_DIRECTORY ?? defaultDirectory(env.PORT, environment), ...common };
  return { url: env.DATABASE_URL, pool: { min: env.DATABASE_POOL_MIN, max: env.DATABASE_POOL_MAX }, ...common };
}

function settingsOf(env: Environment, environment: Readonly<Record<string, string | undefined>>): ServerSettings {
  const memory = { warning: env.MEMORY_WARNING, critical: env.MEMORY_CRITICAL };
  return {
    port: env.PORT,
    host: env.HOST,
    logFile: env.LOG_FILE === 'false' ? null : env.LOG_FILE,
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
    storage: storageOf(env, environment),
    ...(env.REDIS_URL === undefined ? {} : { redis: { url: env.REDIS_URL } }),
    requestTiming: env.REQUEST_TIMING,
    snapshots: {
      enabled: env.SNAPSHOTS,
      allowRaw: env.SNAPSHOTS_ALLOW_RAW,
      ...(env.SNAPSHOTS_DIRECTORY === undefined ? {} : { directory: env.SNAPSHOTS_DIRECTORY }),
    },
    alerting: alertingOf(env),
  };
}

function alertingOf(env: Environment): AlertingOptions {
  const { SLACK_WEBHOOK_URL: slack, PAGERDUTY_ROUTING_KEY: routingKey, ALERT_WEBHOOK_URL: url } = env;
  const secret = env.ALERT_WEBHOOK_SECRET;
  return {
    ...(slack === undefined ? {} : { slack: { webhookUrl: slack } }),
    ...(routingKey === undefined ? {} : { pagerDuty: { routingKey } }),
    ...(url === undefined ? {} : { webhook: secret === undefined ? { url } : { url, secret } }),
  };
}

function isAny(host: string): boolean {
  return host === '0.0.0.0' || host === '::';
}

function bracketed(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}
