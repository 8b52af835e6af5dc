import { type MonitorSettings, sourceGroups } from '@memory-plus/core/model';
import {
  type Commands,
  type Messages,
  type PageInfo,
  type PanelToWorker,
  parseBridgeToWorker,
  parsePanelToWorker,
  type WorkerToPanel,
} from '@memory-plus/core/protocol';
import type { Hop, Timers } from '@memory-plus/core/transport';

/** Where a page's port comes from, as the browser vouches for it; nothing here is taken from a message. */
export interface PageSender {
  readonly tab: number;
  readonly frame: number;
  /** The browser's own id of the document, where it gives one. */
  readonly document: string | null;
}

export interface RouterDependencies {
  /** Tells the bridges of a tab to connect. False when no content script is there. */
  readonly nudge: (tab: number) => Promise<boolean>;
  /** Whether a tab is being measured; told whenever that may have changed, also to what it was. */
  readonly monitored: (tab: number, monitored: boolean) => void;
  readonly timers: Timers;
}

/**
 * After the worker's restart panels come back in any order: so long a page waits for its panel before it is stopped, and so long
 * nothing is acknowledged to a page, because a panel that is still on its way may not have it yet.
 */
export const panelGrace = 1_500;
/** Documents of one tab that are monitored at the same time. */
export const maxFrames = 20;

interface Page {
  readonly hop: Hop;
  readonly tab: number;
  readonly info: PageInfo;
}

interface Panel {
  readonly hop: Hop;
  tab: number;
  recording: boolean;
  settings: MonitorSettings;
  readonly received: Map<string, number>;
}

/**
 * Joins pages and panels by tab. It holds nothing that its death may lose: pages hold their rows, panels say at every connection
 * how far they have received them, and a new router is whole again when both have said hello.
 */
export class Router {
  readonly #nudge: RouterDependencies['nudge'];
  readonly #monitored: RouterDependencies['monitored'];
  readonly #timers: Timers;
  readonly #pages = new Map<string, Page>();
  readonly #panels = new Set<Panel>();
  readonly #refused = new Map<number, number>();
  /** All panels that lived through a restart are back. */
  #settled = false;

  constructor({ nudge, monitored, timers }: RouterDependencies) {
    this.#nudge = nudge;
    this.#monitored = monitored;
    this.#timers = timers;
    timers.set(() => this.#settle(), panelGrace);
  }

  /** A bridge opened a port. */
  page(hop: Hop, sender: PageSender): void {
    let page: Page | null = null;
    hop.onMessage((input) => {
      const message = parseBridgeToWorker(input);
      if (message?.type === 'hello') {
        const session = sender.document ?? `${sender.tab}.${sender.frame}.${message.document}`;
        page = {
          hop,
          tab: sender.tab,
          info: { session, frame: sender.frame, url: message.url, startedAt: message.startedAt },
        };
        this.#enter(page);
      } else if (message && page && this.#pages.get(page.info.session) === page) {
        this.#tell(page.tab, { ...message, session: page.info.session });
      }
    });
    hop.onClose(() => {
      if (!page || this.#pages.get(page.info.session) !== page) return;
      this.#pages.delete(page.info.session);
      this.#tell(page.tab, { type: 'gone', session: page.info.session });
      this.#showMonitored(page.tab);
    });
  }

  /** A panel of ours opened a port. */
  panel(hop: Hop): void {
    let panel: Panel | null = null;
    hop.onMessage((input) => {
      const message = parsePanelToWorker(input);
      if (message?.type === 'hello') {
        panel = {
          hop,
          tab: message.tab,
          recording: message.recording,
          settings: message.settings,
          received: new Map(),
        };
        for (const { session, seq } of message.received) panel.received.set(session, seq);
        this.#panels.add(panel);
        void this.#join(panel);
      } else if (message && panel) this.#obey(panel, message);
    });
    hop.onClose(() => {
      if (!panel) return;
      this.#panels.delete(panel);
      this.#direct(panel.tab);
    });
  }

  #enter(page: Page): void {
    const { session, frame } = page.info;
    const others = this.#pagesOf(page.tab).filter(({ info }) => info.session !== session);
    if (frame !== 0 && others.length >= maxFrames) {
      const refused = (this.#refused.get(page.tab) ?? 0) + 1;
      this.#refused.set(page.tab, refused);
      this.#tell(page.tab, { type: 'refused', frames: refused });
      command(page, { type: 'stop' });
      return;
    }
    if (frame === 0) this.#refused.delete(page.tab);
    this.#pages.set(session, page);
    this.#tell(page.tab, { type: 'page', ...page.info });
    if (this.#panelsOf(page.tab).length > 0) this.#begin(page);
    else this.#timers.set(() => this.#begin(page), panelGrace);
  }

  async #join(panel: Panel): Promise<void> {
    const known = this.#pagesOf(panel.tab);
    for (const page of known) {
      send(panel, { type: 'page', ...page.info });
      this.#begin(page);
    }
    const answered = await this.#nudge(panel.tab);
    if (!answered && this.#pagesOf(panel.tab).length === 0) send(panel, { type: 'absent' });
  }

  #obey(panel: Panel, message: Exclude<Messages<PanelToWorker>, { type: 'hello' }>): void {
    switch (message.type) {
      case 'settings':
        panel.settings = strictest([message]);
        for (const page of this.#pagesOf(panel.tab)) {
          if (this.#wanted(page.tab)) command(page, { type: 'interval', ...this.#settings(page.tab) });
        }
        break;
      case 'record':
        panel.recording = message.on;
        this.#direct(panel.tab);
        if (message.on) void this.#nudge(panel.tab);
        break;
      case 'mark': {
        const top = this.#pagesOf(panel.tab).find(({ info }) => info.frame === 0);
        if (top) command(top, { type: 'mark', label: message.label });
        break;
      }
      case 'show':
      case 'find':
      case 'highlight':
      case 'flame': {
        const { session, ...question } = message;
        const page = this.#pages.get(session);
        if (page?.tab === panel.tab) command(page, question);
        break;
      }
      case 'ack': {
        panel.received.set(message.session, message.seq);
        const page = this.#pages.get(message.session);
        if (page?.tab === panel.tab) command(page, { type: 'ack', seq: this.#arrived(page), resend: message.resend });
      }
    }
  }

  /** Starts or stops the pages of a tab, as its panels want it now. */
  #direct(tab: number): void {
    for (const page of this.#pagesOf(tab)) this.#begin(page);
    this.#showMonitored(tab);
  }

  /** Starts a page and lets it send what no panel has yet; or stops it when nobody records. */
  #begin(page: Page): void {
    if (this.#pages.get(page.info.session) !== page) return;
    this.#showMonitored(page.tab);
    if (!this.#wanted(page.tab)) {
      command(page, { type: 'stop' });
      return;
    }
    command(page, { type: 'start', ...this.#settings(page.tab) });
    command(page, { type: 'ack', seq: this.#arrived(page), resend: true });
  }

  #showMonitored(tab: number): void {
    this.#monitored(tab, this.#wanted(tab) && this.#pagesOf(tab).length > 0);
  }

  #wanted(tab: number): boolean {
    return this.#panelsOf(tab).some(({ recording }) => recording);
  }

  #settle(): void {
    this.#settled = true;
    for (const page of this.#pages.values()) command(page, { type: 'ack', seq: this.#arrived(page), resend: false });
  }

  /** Up to where every panel that knows the session has it. */
  #arrived({ tab, info }: Page): number {
    if (!this.#settled) return 0;
    const seqs = this.#panelsOf(tab).flatMap(({ received }) => received.get(info.session) ?? []);
    return seqs.length > 0 ? Math.min(...seqs) : 0;
  }

  /** With several panels on a tab, what the most demanding one asks for. */
  #settings(tab: number): MonitorSettings {
    const all = this.#panelsOf(tab)
      .filter(({ recording }) => recording)
      .map(({ settings }) => settings);
    return strictest(all);
  }

  #tell(tab: number, message: Messages<WorkerToPanel>): void {
    for (const panel of this.#panelsOf(tab)) send(panel, message);
  }

  #pagesOf(tab: number): Page[] {
    return [...this.#pages.values()].filter((page) => page.tab === tab);
  }

  #panelsOf(tab: number): Panel[] {
    return [...this.#panels].filter((panel) => panel.tab === tab);
  }
}

function send(panel: Panel, message: Messages<WorkerToPanel>): void {
  panel.hop.post(message);
}

function command(page: Page, message: Messages<Commands>): void {
  page.hop.post(message);
}

function strictest(all: readonly MonitorSettings[]): MonitorSettings {
  const without = sourceGroups.filter((group) => all.every((settings) => settings.without?.includes(group)));
  return {
    heapInterval: Math.min(...all.map((settings) => settings.heapInterval)),
    slowRender: Math.min(...all.map((settings) => settings.slowRender)),
    ...(all.some(({ muteComponentTracks }) => muteComponentTracks) ? { muteComponentTracks: true } : {}),
    ...(without.length > 0 ? { without } : {}),
  };
}
