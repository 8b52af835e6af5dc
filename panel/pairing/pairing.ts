import type { EpochMs, Milliseconds } from '@memory-plus/core/model';
import { apiPrefix, healthSchema, statsSchema } from '@memory-plus/core/protocol/backend';
import { type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { Platform } from '../platform/platform.ts';
import type { Environment } from '../store/environment.ts';
import type { RecordingModel } from '../store/recording-model.ts';
import { type Address, parseAddress } from './address.ts';
import { Poller } from './poller.ts';

export type PairingStatus =
  | 'idle'
  | 'connecting'
  | 'connected'
  | 'unreachable'
  | 'not-a-backend'
  | 'unauthorised'
  | 'slow'
  | 'redirected'
  | 'server-error';

/** What the panel shows of its connection to a backend. */
export interface PairingState {
  readonly status: PairingStatus;
  /** Empty while idle. */
  readonly origin: string;
  /** What came instead of an answer; empty while all is well. */
  readonly detail: string;
  readonly lastGoodAt: EpochMs | null;
  /** When it is tried again. */
  readonly retryAt: EpochMs | null;
  /** Server clock minus this browser's. */
  readonly clockOffset: Milliseconds | null;
  readonly restarts: number;
}

/** Why a connection was not even tried. */
export type Refusal = Exclude<Address, { valid: true }>['because'] | 'insecure-token' | 'no-permission';

export interface Pairing {
  readonly state: ReadonlySignal<PairingState>;
  /** The address that was used last, to begin with. */
  readonly remembered: ReadonlySignal<string>;
  /** Connects, first asking for the right to. Must be called in a click. Answers why it was not tried, or null. */
  connect(url: string, token: string): Promise<Refusal | null>;
  disconnect(): void;
  /** Announces the server to a new recording. */
  introduce(model: RecordingModel): void;
  close(): void;
}

export interface PairingOptions {
  readonly platform: Pick<Platform, 'requestOrigin' | 'read' | 'write'>;
  readonly environment: Environment;
  /** The recording that rows go to. */
  readonly model: () => RecordingModel;
  readonly changed: () => void;
}

export const addressKey = 'backend-address';
/** In session storage only: a token never reaches a disk. */
export const sessionKey = 'backend-session';

const idle: PairingState = {
  status: 'idle',
  origin: '',
  detail: '',
  lastGoodAt: null,
  retryAt: null,
  clockOffset: null,
  restarts: 0,
};

export function createPairing(options: PairingOptions): Pairing {
  return new PairingSession(options);
}

class PairingSession implements Pairing {
  readonly state: Signal<PairingState> = signal(idle);
  readonly remembered = signal('');
  readonly #options: PairingOptions;
  #poller: Poller | null = null;

  constructor(options: PairingOptions) {
    this.#options = options;
    void this.#restore();
  }

  async connect(url: string, token: string): Promise<Refusal | null> {
    const address = parseAddress(url);
    if (!address.valid) return address.because;
    const secret = token.trim() === '' ? null : token.trim();
    if (secret !== null && !address.mayCarryToken) return 'insecure-token';
    const { platform } = this.#options;
    // The first thing that is awaited: browsers ask for permissions only while a click is being handled.
    if (!(await platform.requestOrigin(address.origin).catch(() => false))) return 'no-permission';
    this.#start(address.origin, secret);
    this.remembered.value = address.origin;
    // Not being able to remember is no reason not to connect.
    platform.write('local', addressKey, address.origin).catch(() => {});
    platform.write('session', sessionKey, { origin: address.origin, token: secret }).catch(() => {});
    return null;
  }

  disconnect(): void {
    this.#poller?.stop();
    this.#poller = null;
    this.state.value = idle;
    this.#options.platform.write('session', sessionKey, null).catch(() => {});
  }

  introduce(model: RecordingModel): void {
    this.#poller?.introduce(model);
  }

  close(): void {
    this.#poller?.stop();
    this.#poller = null;
  }

  #start(origin: string, token: string | null): void {
    this.#poller?.stop();
    const { environment, model, changed } = this.#options;
    this.state.value = { ...idle, status: 'connecting', origin };
    this.#poller = new Poller({
      statsUrl: `${origin}${apiPrefix}/stats`,
      healthUrl: `${origin}${apiPrefix}/health`,
      statsSchema,
      healthSchema,
      origin,
      token,
      environment,
      model,
      tell: (changes) => {
        this.state.value = { ...this.state.value, ...changes };
        changed();
      },
    });
    this.#poller.start();
  }

  /** A panel that is opened again in the same browser session goes on with the backend it had. */
  async #restore(): Promise<void> {
    const { platform } = this.#options;
    const [address, session] = await Promise.all([
      platform.read('local', addressKey).catch(() => undefined),
      platform.read('session', sessionKey).catch(() => undefined),
    ]);
    if (this.#poller) return;
    if (typeof address === 'string') this.remembered.value = address.slice(0, 500);
    const stored = readSession(session);
    if (stored) this.#start(stored.origin, stored.token);
  }
}

/** What is stored is checked like any input: only an origin that may carry the token gets it. */
function readSession(stored: unknown): { origin: string; token: string | null } | null {
  if (typeof stored !== 'object' || stored === null) return null;
  const { origin, token } = stored as { origin?: unknown; token?: unknown };
  const address = parseAddress(typeof origin === 'string' ? origin : '');
  if (!address.valid) return null;
  return { origin: address.origin, token: typeof token === 'string' && address.mayCarryToken ? token : null };
}
