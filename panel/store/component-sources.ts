import type { FoundComponent } from '@memory-plus/core/protocol';
import { effect, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { Platform } from '../platform/platform.ts';
import { type Located, locate, type SourceSpot } from '../source-maps/locate.ts';
import { readMap, type Trace } from '../source-maps/source-map.ts';
import type { Environment } from './environment.ts';
import type { PageComponents } from './page-components.ts';

/** Where the components of the page are in its source, and what they are called there. */
export interface ComponentSources {
  /** By component, as far as it was looked for. */
  readonly located: ReadonlySignal<ReadonlyMap<string, Located>>;
  /** Being looked for now. */
  readonly busy: ReadonlySignal<boolean>;
  /** Whether names from source maps are looked for, of all components that are shown. */
  readonly naming: Signal<boolean>;
  look(components: readonly string[]): void;
  /** Shows a place in DevTools' editor. False where it has no such file. */
  open(spot: SourceSpot): Promise<boolean>;
}

/** Maps that are kept; each may be tens of megabytes. */
const mostMaps = 6;

export class SourcesOfComponents implements ComponentSources {
  readonly located: Signal<ReadonlyMap<string, Located>> = signal(new Map());
  readonly busy = signal(false);
  readonly naming = signal(false);
  readonly #platform: Platform;
  readonly #environment: Environment;
  readonly #components: PageComponents;
  /** Asked for, and not known yet. */
  #wanted = new Set<string>();
  #maps = new Map<string, Promise<Trace | null>>();
  /** Changes with the page. */
  #page: object | null = null;

  constructor(platform: Platform, environment: Environment, components: PageComponents) {
    this.#platform = platform;
    this.#environment = environment;
    this.#components = components;
    let before: ReadonlyMap<string, FoundComponent> = components.found.value;
    effect(() => {
      const found = components.found.value;
      if (found.size === 0 && before.size > 0) this.#forget();
      before = found;
      if (this.#wanted.size > 0) void this.#locate(found);
    });
  }

  look(components: readonly string[]): void {
    if (!this.#platform.resources.available.available) return;
    const { found } = this.#components;
    const unknown = components.filter((name) => !this.located.value.has(name) && !this.#wanted.has(name));
    if (unknown.length === 0) return;
    for (const name of unknown) this.#wanted.add(name);
    const unasked = unknown.filter((name) => !found.value.has(name));
    if (unasked.length > 0) this.#components.find(unasked);
    void this.#locate(found.value);
  }

  async open({ generated, ...spot }: SourceSpot): Promise<boolean> {
    const { resources } = this.#platform;
    // Only what DevTools lists as a file of the page is opened: the address comes from the page, or from its map.
    const known = new Set((await resources.list()).map(({ url }) => url));
    for (const place of generated ? [spot, generated] : [spot])
      if (known.has(place.url) && (await resources.open(place.url, place.line, place.column))) return true;
    return false;
  }

  /** Looks for all that is wanted and that the page has told of. */
  async #locate(found: ReadonlyMap<string, FoundComponent>): Promise<void> {
    if (this.busy.peek()) return;
    const components = [...this.#wanted].flatMap((name) => found.get(name) ?? []);
    if (components.length === 0) return;
    this.busy.value = true;
    const page = this.#page;
    try {
      const resources = await this.#platform.resources.list();
      const located = await locate(components, resources, (script, text) => this.#mapOf(script, text));
      if (page === this.#page) this.located.value = new Map([...this.located.value, ...located]);
    } finally {
      for (const { component } of components) this.#wanted.delete(component);
      this.busy.value = false;
    }
    void this.#locate(this.#components.found.peek());
  }

  #mapOf(script: string, text: string): Promise<Trace | null> {
    const known = this.#maps.get(script);
    const map = known ?? readMap(script, text, this.#environment);
    this.#maps.delete(script);
    this.#maps.set(script, map);
    for (const oldest of this.#maps.keys()) if (this.#maps.size > mostMaps) this.#maps.delete(oldest);
    return map;
  }

  #forget(): void {
    this.#page = {};
    this.#wanted.clear();
    this.#maps.clear();
    this.located.value = new Map();
  }
}
