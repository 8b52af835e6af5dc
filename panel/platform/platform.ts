import type { Capability, MonitorSettings } from '@memory-plus/core/model';
import type {
  ComponentQuestions,
  FoundComponent,
  Messages,
  ObjectRequest,
  PageInfo,
  Rows,
} from '@memory-plus/core/protocol';
import type { ResponseCaching } from './response-caching.ts';
import type { ShowOutcome } from './show-object.ts';

/** What happens in the inspected tab, as far as the panel hears of it. */
export interface PageEvents {
  /** A document is connected (again): the first one, after a navigation, a frame, or back from the back/forward cache. */
  page(page: PageInfo): void;
  /** A document's connection ended. Rows it still holds come when it is connected again. */
  gone(session: string): void;
  /** Rows in order, each exactly once. `dropped`: rows that were lost since the last call, by place. */
  rows(session: string, rows: Rows, dropped: { readonly page: number; readonly relay: number }): void;
  /** What a document tells about components that it was asked for. */
  found(session: string, components: readonly FoundComponent[]): void;
  /** Nothing in the tab answers. Ask `Platform.access()` why. */
  absent(): void;
  /** Frames that are not monitored because the tab has too many. */
  refusedFrames(count: number): void;
}

/** The panel's end of the road to the inspected tab. It reconnects by itself. */
export interface PageLink {
  record(on: boolean): void;
  settings(settings: MonitorSettings): void;
  mark(label: string): void;
  /** Asks a document to hand over an object that it told of; `Platform.showObject` comes for it. */
  show(session: string, request: ObjectRequest): void;
  /** Asks one document about its components. */
  ask(session: string, question: Messages<ComponentQuestions>): void;
  close(): void;
}

/** A file that the inspected page loaded, as DevTools knows it. */
export interface PageResource {
  readonly url: string;
  /** Its text; null where there is none. */
  text(): Promise<string | null>;
}

/** The files of the inspected page. */
export interface PageResources {
  readonly available: Capability;
  list(): Promise<readonly PageResource[]>;
  /** Shows a place in DevTools' own editor; line and column from 1 on. False where DevTools does not know the file. */
  open(url: string, line: number, column: number): Promise<boolean>;
}

/** May Memory+ measure the inspected page? */
export type Access =
  | { readonly state: 'granted'; readonly url: string }
  /** Content scripts are not allowed on this origin yet. */
  | { readonly state: 'not-granted'; readonly url: string; readonly pattern: string }
  /** A browser page or another extension: no extension may look inside. */
  | { readonly state: 'privileged'; readonly url: string };

export type StorageArea = 'local' | 'session' | 'sync';

/** Everything that the panel needs from the browser; `chrome.*` stands behind it and nowhere else in the panel. */
export interface Platform {
  connect(events: PageEvents, settings: MonitorSettings): PageLink;
  /** Rejects while no page can be asked, as during a navigation. */
  access(): Promise<Access>;
  /** Asks the person for the right to measure `pattern` ("https://shop.example/*", "*://*\/*"), and registers the content scripts. Must be called in a click. */
  requestAccess(pattern: string): Promise<boolean>;
  /** Asks the person for the right to fetch from a backend's origin. Resolves true at once where it is there already. Must be called in a click. */
  requestOrigin(origin: string): Promise<boolean>;
  reloadPage(): void;
  /** Whether garbage collection can be forced here. */
  readonly collection: Capability;
  /** Forces a full collection in the inspected page. Throws an Error with a message for a person. */
  collectGarbage(): Promise<void>;
  /** Shows what the top document hands over under `handle` in the Elements panel or in Sources. */
  showObject(handle: string): Promise<ShowOutcome>;
  /** Empties the console, which holds whatever was logged while DevTools is open. */
  clearConsole(): Promise<void>;
  /** What the browser hears of responses of the inspected page. Answers how to stop listening. */
  onResponse(listener: (caching: ResponseCaching) => void): () => void;
  readonly resources: PageResources;
  /** Event listeners on the window, the document and its elements; null where that cannot be told. */
  countListeners(): Promise<number | null>;
  /** Small things that outlast the panel. `sync` is the same on all machines of a person, where the browser does that. `session` lives until the browser ends and is never readable by pages. */
  read(area: StorageArea, key: string): Promise<unknown>;
  write(area: StorageArea, key: string, value: unknown): Promise<void>;
  /** What is written under `key` from now on, by any window. Answers how to stop listening. */
  onWritten(key: string, listener: (area: StorageArea, value: unknown) => void): () => void;
  /** Lets the person save a file. */
  saveFile(name: string, mediaType: string, content: string | Blob): void;
  /** The DevTools theme. */
  readonly theme: 'light' | 'dark';
  readonly version: string;
}
