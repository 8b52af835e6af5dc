import type { DetectorSettings } from '@memory-plus/core/protocol/backend';
import { detectorSettingsSchema } from '@memory-plus/core/protocol/backend';
import {
  defaultSnapshotOptions,
  type ResolvedSnapshotOptions,
  type SnapshotOptions,
} from './common/leaks/snapshot-store.ts';
import { defaultThresholds, type Thresholds } from './common/utils/thresholds.ts';
import type { ListenOptions } from './hosts/attach.ts';

/** What an application says when it adds the module. Each switch is off unless it is named. */
export interface MemoryManagementOptions {
  /** Serve the API under `/api/monitoring/memory`. Without it the module measures and shows nothing. */
  readonly routes?: boolean;
  /** Serve `/api/health` with the memory as an indicator of @nestjs/terminus. */
  readonly health?: boolean;
  /** Serve `/metrics` for Prometheus. */
  readonly metrics?: boolean;
  /** Serve all of it on a port of its own or on a unix socket, and nothing on the application's port. */
  readonly listen?: ListenOptions;
  /** At least 32 characters. Without it every admin route answers 403. */
  readonly adminToken?: string;
  /** Names by which clients may address this server (`Host`), without port. Loopback names are always allowed. */
  readonly hosts?: readonly string[];
  /** Web pages that may read the API from a browser (exact origins such as `https://ops.example.org`). None by default. */
  readonly origins?: readonly string[];
  readonly thresholds?: Partial<Thresholds>;
  readonly detector?: Partial<DetectorSettings>;
  /** Ids of leak reports that are known already, so that they are not shown as new. */
  readonly knownLeaks?: readonly string[];
  readonly snapshots?: SnapshotOptions;
  readonly tracking?: Partial<TrackingOptions>;
  /**
   * Tell the heap and the route of each request in `Server-Timing` headers, so that the tab can say which requests made the heap grow. Whoever may
   * ask the application may read them. `development`: only where NODE_ENV says so, or nothing. Off.
   */
  readonly requestTiming?: boolean | 'development';
}

/** Whose objects are watched after their end, without any call in the application. */
export interface TrackingOptions {
  /** Providers and controllers that Nest makes for each request. On; an application without any pays nothing. */
  readonly requests: boolean;
  /** Sockets of gateways. On. */
  readonly sockets: boolean;
  /** `request.session`. Off: it listens to every request. */
  readonly sessions: boolean;
}

const defaultTracking: TrackingOptions = { requests: true, sockets: true, sessions: false };

export interface ResolvedOptions {
  readonly routes: boolean;
  readonly health: boolean;
  readonly metrics: boolean;
  readonly listen: ListenOptions | null;
  readonly adminToken: string | null;
  readonly hosts: ReadonlySet<string>;
  readonly origins: ReadonlySet<string>;
  readonly thresholds: Thresholds;
  readonly detector: Partial<DetectorSettings>;
  readonly knownLeaks: readonly string[];
  readonly snapshots: ResolvedSnapshotOptions;
  readonly tracking: TrackingOptions;
  readonly requestTiming: boolean;
}

export const OPTIONS = Symbol('MemoryManagementOptions');

const loopbackNames = ['localhost', '127.0.0.1', '[::1]'];

/** The shortest admin token that is accepted. */
export const minTokenLength = 32;

/**
 * Fills in what was left out.
 * @throws Error that lists everything wrong, in words for the person who configures the application.
 */
export function resolveOptions(options: MemoryManagementOptions): ResolvedOptions {
  const thresholds = { ...defaultThresholds, ...options.thresholds };
  const wrong = [
    ...(options.adminToken !== undefined && options.adminToken.length < minTokenLength
      ? [
          `adminToken has ${options.adminToken.length} characters; give at least ${minTokenLength}, or none to switch the admin routes off`,
        ]
      : []),
    ...(options.hosts ?? [])
      .filter((host) => host === '' || /[*/\s]/.test(host))
      .map((host) => `hosts: "${host}" is not a host name (no wildcard, no scheme, no port)`),
    ...(options.origins ?? [])
      .filter((origin) => !isOrigin(origin))
      .map((origin) => `origins: "${origin}" is not an origin such as https://ops.example.org`),
    ...wrongThresholds(thresholds),
    ...wrongDetector(options.detector ?? {}),
    ...(options.snapshots?.enabled && options.adminToken === undefined
      ? ['snapshots.enabled needs an adminToken: whoever reads a snapshot reads every secret of the process']
      : []),
  ];
  if (wrong.length > 0) throw new Error(`The options of MemoryManagementModule are wrong:\n- ${wrong.join('\n- ')}`);
  return {
    routes: options.routes ?? false,
    health: options.health ?? false,
    metrics: options.metrics ?? false,
    listen: options.listen ?? null,
    adminToken: options.adminToken ?? null,
    hosts: new Set([...loopbackNames, ...(options.hosts ?? [])].map((host) => host.toLowerCase())),
    origins: new Set(options.origins ?? []),
    thresholds,
    detector: options.detector ?? {},
    knownLeaks: options.knownLeaks ?? [],
    snapshots: { ...defaultSnapshotOptions, ...options.snapshots },
    tracking: { ...defaultTracking, ...options.tracking },
    requestTiming: options.requestTiming === 'development' ? isDevelopment() : (options.requestTiming ?? false),
  };
}

/** Anything that is not known to be development counts as production. */
function isDevelopment(): boolean {
  return ['', 'development', 'test'].includes(process.env.NODE_ENV ?? '');
}

function isOrigin(text: string): boolean {
  return URL.canParse(text) && new URL(text).origin === text;
}

function wrongThresholds(thresholds: Thresholds): string[] {
  return Object.entries(thresholds)
    .filter(([, { warning, critical }]) => !(warning > 0 && warning < critical))
    .map(
      ([name, { warning, critical }]) =>
        `thresholds.${name}: warning (${warning}) must be above 0 and below critical (${critical})`,
    );
}

function wrongDetector(settings: Partial<DetectorSettings>): string[] {
  const { error } = detectorSettingsSchema.partial().strict().safeParse(settings);
  return (error?.issues ?? []).map(({ path, message }) => `detector.${path.join('.')}: ${message}`);
}
