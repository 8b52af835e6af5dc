import type { Capability, MonitorSettings, Row, TableName } from '@memory-plus/core/model';
import {
  type ComponentQuestions,
  type Messages,
  type ObjectRequest,
  type PageInfo,
  type Rows,
  toTuple,
} from '@memory-plus/core/protocol';
import type { Access, PageEvents, PageResources, Platform, StorageArea } from '../../panel/platform/platform.ts';
import type { ResponseCaching } from '../../panel/platform/response-caching.ts';
import type { ShowOutcome } from '../../panel/platform/show-object.ts';
import { tourKey } from '../../panel/store/tour.ts';

/** A row of any table, as a script of a test writes it down. */
export type ScriptedRow = { [K in TableName]: readonly [table: K, row: Row<K>] }[TableName];

export interface SavedFile {
  readonly name: string;
  readonly mediaType: string;
  readonly content: string | Blob;
}

/** A platform that a test drives: it says what the page does, and sees what the panel asks for. */
export class FakePlatform implements Platform {
  readonly saved: SavedFile[] = [];
  readonly commands: string[] = [];
  readonly questions: Messages<ComponentQuestions>[] = [];
  /** What the page answers when it is asked about components. */
  onQuestion: (session: string, question: Messages<ComponentQuestions>) => void = () => {};
  /** Files of the page, by address. */
  readonly files = new Map<string, string>();
  /** Places that were opened in DevTools' editor. */
  readonly opened: string[] = [];
  readonly resources: PageResources = {
    available: { available: true },
    list: async () => [...this.files].map(([url, content]) => ({ url, text: async () => content })),
    open: async (url, line, column) => {
      if (this.files.has(url)) this.opened.push(`${url}:${line}:${column}`);
      return this.files.has(url);
    },
  };
  /** The tour has been seen: it is for whoever opens the tab for the first time. */
  readonly stored = {
    local: new Map<string, unknown>([[tourKey, true]]),
    session: new Map<string, unknown>(),
    sync: new Map<string, unknown>(),
  };
  /** Why the browser keeps nothing everywhere; null where it does. */
  syncFails: string | null = null;
  showOutcome: ShowOutcome = 'place';
  readonly handles: string[] = [];
  /** What emptying the console does to the page. */
  onClearConsole = () => {};
  readonly #writers = new Set<(area: StorageArea, key: string, value: unknown) => void>();
  readonly #responses = new Set<(caching: ResponseCaching) => void>();
  accessAnswer: Access = { state: 'granted', url: 'http://shop.localhost/' };
  permission = true;
  collection: Capability = { available: true };
  collectFails: string | null = null;
  /** What a forced collection does to the page. */
  onCollect = () => {};
  listeners: number | null = null;
  theme: 'light' | 'dark' = 'light';
  readonly version = '0.1.0';
  settings: MonitorSettings | null = null;
  #events: PageEvents | null = null;

  /** What a test says on behalf of the page. */
  get events(): PageEvents {
    if (!this.#events) throw new Error('The panel has not connected yet.');
    return this.#events;
  }

  connect(events: PageEvents, settings: MonitorSettings) {
    this.#events = events;
    this.settings = settings;
    return {
      record: (on: boolean) => void this.commands.push(`record ${on}`),
      settings: (changed: MonitorSettings) => {
        this.settings = changed;
      },
      mark: (label: string) => void this.commands.push(`mark ${label}`),
      show: (session: string, { what, label, print, handle }: ObjectRequest) => {
        this.handles.push(handle);
        this.commands.push(`${print ? 'print' : 'show'} ${what} ${label} of ${session}`);
      },
      ask: (session: string, question: Messages<ComponentQuestions>) => {
        this.questions.push(question);
        this.onQuestion(session, question);
      },
      close: () => void this.commands.push('close'),
    };
  }

  page(info: PageInfo): void {
    this.events.page(info);
  }

  rows(session: string, rows: readonly ScriptedRow[], dropped = { page: 0, relay: 0 }): void {
    const tables: Record<string, unknown[]> = {};
    for (const [table, row] of rows) {
      tables[table] ??= [];
      tables[table].push(toTuple(table, row as never));
    }
    this.events.rows(session, tables as Rows, dropped);
  }

  async access(): Promise<Access> {
    return this.accessAnswer;
  }

  async requestAccess(pattern: string): Promise<boolean> {
    this.commands.push(`request ${pattern}`);
    return this.permission;
  }

  async requestOrigin(origin: string): Promise<boolean> {
    this.commands.push(`request ${origin}`);
    return this.permission;
  }

  reloadPage(): void {
    this.commands.push('reload');
  }

  async collectGarbage(): Promise<void> {
    this.commands.push('collect');
    if (this.collectFails) throw new Error(this.collectFails);
    this.onCollect();
  }

  async countListeners(): Promise<number | null> {
    return this.listeners;
  }

  async showObject(): Promise<ShowOutcome> {
    return this.showOutcome;
  }

  async clearConsole(): Promise<void> {
    this.commands.push('clear console');
    this.onClearConsole();
  }

  onResponse(listener: (caching: ResponseCaching) => void): () => void {
    this.#responses.add(listener);
    return () => this.#responses.delete(listener);
  }

  /** What the browser hears of a response. */
  respond(caching: ResponseCaching): void {
    for (const listener of this.#responses) listener(caching);
  }

  async read(area: StorageArea, key: string): Promise<unknown> {
    if (area === 'sync' && this.syncFails) throw new Error(this.syncFails);
    return this.stored[area].get(key);
  }

  async write(area: StorageArea, key: string, value: unknown): Promise<void> {
    if (area === 'sync' && this.syncFails) throw new Error(this.syncFails);
    this.written(area, key, value);
  }

  /** As if any window had written. */
  written(area: StorageArea, key: string, value: unknown): void {
    this.stored[area].set(key, value);
    for (const tell of this.#writers) tell(area, key, value);
  }

  onWritten(key: string, listener: (area: StorageArea, value: unknown) => void): () => void {
    const tell = (area: StorageArea, written: string, value: unknown) => {
      if (written === key) listener(area, value);
    };
    this.#writers.add(tell);
    return () => this.#writers.delete(tell);
  }

  saveFile(name: string, mediaType: string, content: string | Blob): void {
    this.saved.push({ name, mediaType, content });
  }
}
