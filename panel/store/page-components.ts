import type { FlameWish } from '@memory-plus/core/model';
import { type FoundComponent, maxFindings } from '@memory-plus/core/protocol';
import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { PageLink } from '../platform/platform.ts';
import type { Environment } from './environment.ts';
import type { LivePages } from './live-pages.ts';

/** What a person asks of the components of the page that is there now. */
export interface PageComponents {
  /** Whether there is a page to ask: not while an imported recording is shown, nor while the page measures nothing. */
  readonly live: ReadonlySignal<boolean>;
  /** What the page told, by component; another page knows others. */
  readonly found: ReadonlySignal<ReadonlyMap<string, FoundComponent>>;
  /** The component that is drawn around in the page; null for none. */
  readonly pointed: ReadonlySignal<string | null>;
  /** Commits whose trees are being waited for. */
  readonly wish: ReadonlySignal<FlameWish>;
  point(component: string | null): void;
  /** Asks for components again, however much of them is known. */
  find(components: readonly string[]): void;
  takeFlame(wish: FlameWish): void;
}

/** What the panel tells it. */
export interface PageComponentsInput {
  answered(session: string, components: readonly FoundComponent[]): void;
  /** A tree came: the wish for the next one is fulfilled. */
  flameCame(): void;
  /** A document came or went. */
  pagesChanged(): void;
}

export interface PageComponentsOptions {
  readonly pages: LivePages;
  readonly environment: Environment;
  readonly link: () => PageLink;
  readonly frame: ReadonlySignal<number>;
  readonly imported: ReadonlySignal<unknown>;
  readonly recording: ReadonlySignal<boolean>;
}

/** A pointer that only passes over rows asks nothing. */
const pointAfter = 80;
/** Components that are remembered of one page. */
const mostFound = 3_000;

export class ComponentsOfPage implements PageComponents, PageComponentsInput {
  readonly found: Signal<ReadonlyMap<string, FoundComponent>> = signal(new Map());
  readonly pointed: Signal<string | null> = signal(null);
  readonly wish: Signal<FlameWish> = signal('none');
  readonly live: ReadonlySignal<boolean>;
  readonly #options: PageComponentsOptions;
  readonly #session: Signal<string | null> = signal(null);
  #timer: unknown = null;
  /** The document that draws. */
  #drawing: string | null = null;

  constructor(options: PageComponentsOptions) {
    this.#options = options;
    this.live = computed(
      () => options.imported.value === null && options.recording.value && this.#session.value !== null,
    );
    options.frame.subscribe(() => this.pagesChanged());
    options.recording.subscribe((on) => {
      // The page has forgotten by itself what was asked of it.
      if (!on) this.wish.value = 'none';
      if (!on) this.point(null);
    });
  }

  point(component: string | null): void {
    const { environment } = this.#options;
    if (this.#timer !== null) environment.clearTimer(this.#timer);
    this.#timer = null;
    if (component === null) this.#draw(null);
    else if (this.live.value) this.#timer = environment.setTimer(() => this.#draw(component), pointAfter);
  }

  find(components: readonly string[]): void {
    const session = this.#session.value;
    if (session === null || !this.live.value) return;
    for (let from = 0; from < components.length; from += maxFindings)
      this.#options.link().ask(session, { type: 'find', components: components.slice(from, from + maxFindings) });
  }

  takeFlame(which: FlameWish): void {
    const session = this.#session.value;
    if (session === null || !this.live.value) return;
    this.wish.value = which;
    this.#options.link().ask(session, { type: 'flame', which });
  }

  answered(session: string, components: readonly FoundComponent[]): void {
    if (session !== this.#session.value) return;
    const found = new Map(this.found.value);
    for (const one of components) if (found.has(one.component) || found.size < mostFound) found.set(one.component, one);
    this.found.value = found;
  }

  flameCame(): void {
    if (this.wish.value === 'next') this.wish.value = 'none';
  }

  pagesChanged(): void {
    const { pages, frame } = this.#options;
    const session = pages.connected().find((page) => page.frame === frame.value)?.session ?? null;
    if (session === this.#session.value) return;
    this.#draw(null);
    this.#session.value = session;
    this.found.value = new Map();
    this.wish.value = 'none';
  }

  #draw(component: string | null): void {
    this.#timer = null;
    const { link } = this.#options;
    if (this.#drawing !== null && component === null) link().ask(this.#drawing, { type: 'highlight', component: '' });
    this.#drawing = component === null ? null : this.#session.value;
    this.pointed.value = component;
    if (this.#drawing === null || component === null) return;
    link().ask(this.#drawing, { type: 'highlight', component });
    this.find([component]);
  }
}
