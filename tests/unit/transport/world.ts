import { type PageSender, Router } from '../../../background/router.ts';
import { bridge } from '../../../content/bridge.ts';
import { linkToPage } from '../../../panel/platform/page-link.ts';
import type { PageLink } from '../../../panel/platform/platform.ts';
import { defaultSettings, type Row, type TableName } from '../../../src/model/index.ts';
import { parseCommand, type Rows, toRow } from '../../../src/protocol/index.ts';
import { type Hop, memoryHops, Outbox, type OutboxLimits, type Timers } from '../../../src/transport/index.ts';

/** A clock and a queue of deliveries under the test's control: nothing happens until `step` or `advance`. */
export class Scheduler implements Timers {
  #now = 0;
  #order = 0;
  #timers = new Map<number, { at: number; run: () => void }>();
  #deliveries: (() => void)[] = [];

  set(run: () => void, delay: number): unknown {
    const id = ++this.#order;
    this.#timers.set(id, { at: this.#now + delay, run });
    return id;
  }

  clear(timer: unknown): void {
    this.#timers.delete(timer as number);
  }

  deliver = (run: () => void): void => {
    this.#deliveries.push(run);
  };

  /** Delivers at most `count` messages in order. */
  step(count: number): void {
    for (let i = 0; i < count; i++) this.#deliveries.shift()?.();
  }

  advance(ms: number): void {
    const until = this.#now + ms;
    for (;;) {
      this.step(10_000);
      const due = [...this.#timers]
        .filter(([, { at }]) => at <= until)
        .sort((a, b) => a[1].at - b[1].at || a[0] - b[0])[0];
      if (!due) break;
      this.#now = Math.max(this.#now, due[1].at);
      this.#timers.delete(due[0]);
      due[1].run();
    }
    this.#now = until;
  }

  get waiting(): number {
    return this.#timers.size;
  }
}

/** The whole road in memory: a page's outbox, its bridge, a worker that can be stopped, and panels. */
export class World {
  readonly scheduler = new Scheduler();
  #router: Router | null = null;
  #workerEnds: Hop[] = [];
  #nudged: ((message: unknown) => void)[] = [];
  readonly pages: { outbox: Outbox; running: boolean; store: (stored: boolean) => void }[] = [];

  openPage(sender: PageSender, limits?: OutboxLimits) {
    const [own, other] = memoryHops(this.scheduler.deliver);
    const outbox = new Outbox(
      (batch) => own.post({ type: 'batch', ...batch }),
      this.scheduler,
      limits ?? { flushEvery: 250, maxBytes: 4_000_000 },
    );
    const page = { outbox, running: false, store: (_: boolean) => {} };
    own.onMessage((input) => {
      const command = parseCommand(input);
      if (command?.type === 'start') page.running = true;
      if (command?.type === 'stop') page.running = false;
      if (command?.type === 'ack') outbox.ack(command);
    });
    bridge({
      page: other,
      openWorker: () => this.#open((router, hop) => router.page(hop, sender)),
      onNudge: (listener) => this.#nudged.push(listener),
      document: {
        id: sender.document ?? 'd',
        url: 'http://localhost/',
        startedAt: 1,
        whenActive: (callback) => callback(),
        onStored: (callback) => {
          page.store = callback;
        },
      },
      timers: this.scheduler,
    });
    this.pages.push(page);
    return page;
  }

  openPanel(tab: number) {
    const panel = {
      rows: [] as { session: string; label: string }[],
      lostByPage: 0,
      lostOnTheWay: 0,
      absent: 0,
      link: null as unknown as PageLink,
    };
    panel.link = linkToPage({
      tab,
      settings: defaultSettings,
      openWorker: () => this.#open((router, hop) => router.panel(hop)),
      timers: this.scheduler,
      events: {
        page: () => {},
        gone: () => {},
        found: () => {},
        absent: () => {
          panel.absent++;
        },
        refusedFrames: () => {},
        rows: (session, rows, dropped) => {
          for (const row of decode(rows, 'marks')) panel.rows.push({ session, label: row.label });
          panel.lostByPage += dropped.page;
          panel.lostOnTheWay += dropped.relay;
        },
      },
    });
    return panel;
  }

  /** Stops the worker: every port of it closes, and what was under way to or from it is gone. */
  stopWorker(): void {
    const ends = this.#workerEnds;
    this.#workerEnds = [];
    this.#router = null;
    for (const end of ends) end.close();
  }

  #open(attach: (router: Router, hop: Hop) => void): Hop {
    this.#router ??= new Router({
      monitored: () => {},
      nudge: async () => {
        for (const listener of this.#nudged) listener({ type: 'wake' });
        return this.#nudged.length > 0;
      },
      timers: this.scheduler,
    });
    const [client, server] = memoryHops(this.scheduler.deliver);
    this.#workerEnds.push(server);
    attach(this.#router, server);
    return client;
  }
}

export function mark(label: string): Row<'marks'> {
  return { at: 1, label };
}

export function decode<K extends TableName>(rows: Rows, table: K): Row<K>[] {
  return (rows[table] ?? []).flatMap((tuple) => toRow(table, tuple) ?? []);
}
