import { apiPrefix } from '@memory-plus/core/protocol/backend';
import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { Platform } from '../platform/platform.ts';
import type { Environment } from '../store/environment.ts';
import type { RecordingModel } from '../store/recording-model.ts';
import { type Address, parseAddress } from './address.ts';
import { answerOf, ask } from './ask.ts';
import { Backend, type BackendOptions } from './backend.ts';
import { createFleet, type Fleet } from './fleet.ts';
import { cleanName, hostOf, mostBackends, readSites, readTokens, rememberSite, rememberToken } from './remembered.ts';
import { idle, type PairingState } from './state.ts';

export type { Backend } from './backend.ts';
export type { BackendDetails, PairingState, PairingStatus } from './state.ts';

/** Why a connection was not even tried. */
export type Refusal = Exclude<Address, { valid: true }>['because'] | 'insecure-token' | 'no-permission' | 'too-many';

/** The backends that are paired with this panel, and what they are remembered as. */
export interface Pairing {
  readonly backends: ReadonlySignal<readonly Backend[]>;
  /** Of the backend that matters most: one that is connected, else one that is wanted. */
  readonly state: ReadonlySignal<PairingState>;
  /** The address that was used last on this site, to begin with. */
  readonly remembered: ReadonlySignal<string>;
  /** The inspected page's own origin, where a backend answers there that is not paired yet; null otherwise. */
  readonly suggestion: ReadonlySignal<string | null>;
  readonly fleet: Fleet;
  /** Connects, first asking for the right to. Must be called in a click. Answers why it was not tried, or null. */
  connect(url: string, token: string): Promise<Refusal | null>;
  /** Lets go of a backend; what it told stays in the recording. */
  disconnect(origin: string): void;
  switch(origin: string, on: boolean): void;
  rename(origin: string, name: string): void;
  /** Null takes it away. Answers why it is not taken, or null. */
  setToken(origin: string, token: string | null): Refusal | null;
  /** Looks which site is inspected, and whether a backend answers at its own origin. */
  look(): Promise<void>;
  /** Announces the servers to a new recording. */
  introduce(model: RecordingModel): void;
  close(): void;
}

export interface PairingOptions {
  readonly platform: Pick<Platform, 'requestOrigin' | 'access' | 'read' | 'write'>;
  readonly environment: Environment;
  /** The recording that rows go to. */
  readonly model: () => RecordingModel;
  readonly changed: () => void;
}

export function createPairing(options: PairingOptions): Pairing {
  return new PairedBackends(options);
}

/** Where no site is known: a browser page, or one that cannot be reached. */
const noSite = '';

class PairedBackends implements Pairing {
  readonly backends: Signal<readonly Backend[]> = signal([]);
  readonly state = computed(() => this.#mainState());
  readonly remembered = signal('');
  readonly suggestion = computed(() => (this.#find(this.#answering.value ?? '') ? null : this.#answering.value));
  readonly fleet: Fleet;
  readonly #answering: Signal<string | null> = signal(null);
  readonly #options: PairingOptions;
  #site = noSite;
  #saving: Promise<void> = Promise.resolve();
  #looking = false;
  #closed = false;

  constructor(options: PairingOptions) {
    this.#options = options;
    this.fleet = createFleet(options);
    void this.#restore();
  }

  async connect(url: string, token: string): Promise<Refusal | null> {
    const address = parseAddress(url);
    if (!address.valid) return address.because;
    const { origin, mayCarryToken } = address;
    const secret = token.trim() === '' ? null : token.trim();
    if (secret !== null && !mayCarryToken) return 'insecure-token';
    const others = this.backends.value.filter((backend) => backend.origin !== origin && backend.proven);
    if (others.length >= mostBackends) return 'too-many';
    // The first thing that is awaited: browsers ask for permissions only while a click is being handled.
    if (!(await this.#options.platform.requestOrigin(origin).catch(() => false))) return 'no-permission';
    if (this.#closed) return null;
    // An address that never answered was mistyped: the next one takes its place.
    for (const backend of this.backends.value) if (!backend.proven && backend.origin !== origin) this.#drop(backend);
    const backend = this.#find(origin) ?? this.#add({ origin, name: hostOf(origin), token: null, known: false });
    if (secret !== null) this.#giveToken(backend, secret);
    // Connecting again is how a person says: try now.
    backend.switch(false);
    backend.switch(true);
    this.remembered.value = origin;
    await this.#findSite();
    this.#remember();
    return null;
  }

  disconnect(origin: string): void {
    const backend = this.#find(origin);
    if (backend) this.#drop(backend);
    this.#save(() => rememberToken(this.#options.platform, origin, null));
    this.#remember();
  }

  switch(origin: string, on: boolean): void {
    this.#find(origin)?.switch(on);
    this.#remember();
  }

  rename(origin: string, name: string): void {
    this.#find(origin)?.rename(cleanName(name, origin));
    this.#remember();
    this.#options.changed();
  }

  setToken(origin: string, token: string | null): Refusal | null {
    const backend = this.#find(origin);
    const address = parseAddress(origin);
    if (!backend || !address.valid) return null;
    const secret = token?.trim() || null;
    if (secret !== null && !address.mayCarryToken) return 'insecure-token';
    this.#giveToken(backend, secret);
    return null;
  }

  async look(): Promise<void> {
    if (this.#looking || this.#closed) return;
    this.#looking = true;
    const mayAsk = await this.#findSite();
    const { platform, environment } = this.#options;
    const site = this.#site;
    const list = (await readSites(platform))[site] ?? [];
    if (this.backends.value.length === 0) this.remembered.value = list.at(-1)?.origin ?? '';
    // Where Memory+ may not measure, it does not ask either.
    const asked = mayAsk && site !== noSite && !this.#find(site);
    const question = {
      url: `${site}${apiPrefix}/stats`,
      token: null,
      parse: answerOf((schemas) => schemas.statsSchema),
    };
    this.#answering.value = asked && (await ask(question, environment)).ok ? site : null;
    this.#looking = false;
  }

  introduce(model: RecordingModel): void {
    for (const backend of this.backends.value) backend.introduce(model);
  }

  close(): void {
    this.#closed = true;
    for (const backend of this.backends.value) backend.switch(false);
    this.fleet.disconnect();
  }

  #mainState(): PairingState {
    const states = this.backends.value.map(({ state }) => state.value);
    const wanted = states.filter(({ status }) => status !== 'off');
    return states.find(({ status }) => status === 'connected') ?? wanted[0] ?? idle;
  }

  #find(origin: string): Backend | undefined {
    return this.backends.value.find((backend) => backend.origin === origin);
  }

  #drop(dropped: Backend): void {
    dropped.switch(false);
    this.backends.value = this.backends.value.filter((backend) => backend !== dropped);
  }

  #add(server: Pick<BackendOptions, 'origin' | 'name' | 'token' | 'known'>): Backend {
    const { environment, model, changed } = this.#options;
    const backend = new Backend({ ...server, environment, model, changed });
    this.backends.value = [...this.backends.value, backend];
    return backend;
  }

  #giveToken(backend: Backend, token: string | null): void {
    backend.setToken(token);
    this.#save(() => rememberToken(this.#options.platform, backend.origin, token));
  }

  /** Not being able to remember is no reason not to connect. */
  #remember(): void {
    const list = this.backends.value.map(({ origin, name, on }) => ({ origin, name: name.value, on }));
    const site = this.#site;
    this.#save(() => rememberSite(this.#options.platform, site, list));
  }

  /** One after the other: each reads what is stored before it writes. */
  #save(write: () => Promise<void>): void {
    this.#saving = this.#saving.then(write, write);
  }

  /** Answers whether Memory+ may measure there. */
  async #findSite(): Promise<boolean> {
    const access = await this.#options.platform.access().catch(() => null);
    const address = parseAddress(access && access.state !== 'privileged' ? access.url : '');
    this.#site = address.valid ? address.origin : noSite;
    return access?.state === 'granted';
  }

  /** A panel that is opened again goes on with the backends that this site had. */
  async #restore(): Promise<void> {
    const { platform } = this.#options;
    await this.#findSite();
    const [sites, tokens] = await Promise.all([readSites(platform), readTokens(platform)]);
    const list = sites[this.#site] ?? [];
    if (this.backends.value.length > 0 || this.#closed) return;
    this.remembered.value = list.at(-1)?.origin ?? '';
    for (const { origin, name, on } of list)
      this.#add({ origin, name, token: tokens[origin] ?? null, known: true }).switch(on);
  }
}
