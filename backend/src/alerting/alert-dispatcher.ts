import os from 'node:os';
import type { EpochMs, Milliseconds } from '@memory-plus/core/model';
import type { Alert } from '@memory-plus/core/protocol/backend';
import { epochNow } from '../common/utils/memory-statistics.ts';
import { noticeOf } from './alert-notice.ts';
import { DeliveryQueue, type DeliverySettings, type DeliveryStatistics } from './delivery-queue.ts';
import type { AlertingOptions } from './notifier.ts';
import { notifiers } from './notifiers/index.ts';

/** What tells of alerts: the leak detector, which has the alert state machine. */
export interface AlertSource {
  onAlert(listener: (alert: Alert) => void): () => void;
}

/** The end of the process waits this long for the last notices. */
const closingTime: Milliseconds = 3_000;

/** Passes each alert on to every receiver that is configured: once when it is raised, once when it is over. */
export class AlertDispatcher {
  readonly #source: AlertSource;
  readonly #instance: string;
  readonly #queues: readonly DeliveryQueue[];
  readonly #raised = new Map<string, Alert>();
  #off: (() => void) | null = null;

  constructor(
    source: AlertSource,
    options: AlertingOptions,
    log: { warn(message: string): void },
    settings?: DeliverySettings,
  ) {
    this.#source = source;
    this.#instance = options.instance ?? os.hostname();
    this.#queues = notifiers.flatMap(({ name, composer }) => {
      const compose = composer(options);
      return compose ? [new DeliveryQueue(name, compose, (message) => log.warn(message), settings)] : [];
    });
  }

  start(): void {
    if (this.#queues.length > 0) this.#off ??= this.#source.onAlert((alert) => this.#pass(alert));
  }

  /** Resolves what is still raised, as nobody watches any more, and sends what waits. */
  async stop(): Promise<void> {
    this.#off?.();
    this.#off = null;
    for (const alert of [...this.#raised.values()]) this.#pass(resolved(alert, epochNow()));
    await Promise.all(this.#queues.map((queue) => queue.close(closingTime)));
  }

  #pass(alert: Alert): void {
    const { rule, state } = alert;
    if ((state === 'raised') === this.#raised.has(rule)) return;
    if (state === 'raised') this.#raised.set(rule, alert);
    else this.#raised.delete(rule);
    const notice = noticeOf(alert, this.#instance);
    for (const queue of this.#queues) queue.push(notice);
  }

  statistics(): readonly (readonly [name: string, DeliveryStatistics])[] {
    return this.#queues.map((queue) => [queue.name, queue.statistics()] as const);
  }
}

function resolved(alert: Alert, at: EpochMs): Alert {
  return { ...alert, at, state: 'resolved', detail: 'The server was stopped.' };
}

/** What is wrong with the options, all at once; never with a value in it, which may be a secret. */
export function wrongAlerting(options: AlertingOptions): readonly string[] {
  const { instance } = options;
  return [
    ...notifiers.flatMap(({ problems }) => problems(options)),
    ...(instance !== undefined && (instance === '' || instance.length > 200)
      ? ['alerting.instance must have 1 to 200 characters']
      : []),
  ];
}
