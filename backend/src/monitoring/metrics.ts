import v8 from 'node:v8';
import { verdictWords } from '@memory-plus/core/model';
import type { Occupancy } from '@memory-plus/core/protocol/backend';
import { Counter, Gauge, Registry } from 'prom-client';
import type { AlertDispatcher } from '../alerting/alert-dispatcher.ts';
import type { MemoryMonitor } from '../memory-monitor.ts';
import type { MemoryStore } from '../storage/memory-store.ts';
import type { MemoryStream } from './memory-stream.ts';

type Sample = number | null | readonly (readonly [Readonly<Record<string, string>>, number])[];

interface Metric {
  readonly name: string;
  readonly help: string;
  readonly labels?: readonly string[];
  /** Null: there is no such value now, and the metric has no sample. */
  readonly read: () => Sample;
}

const prefix = 'memory_plus_';

/** Prometheus metrics, read at the moment of each scrape. Every collection is counted, and both limits are there. */
export class MetricsRegistry {
  readonly #registry = new Registry();

  constructor(monitor: MemoryMonitor, stream: MemoryStream, store: MemoryStore | null, alerting: AlertDispatcher) {
    for (const metric of gauges(monitor, stream)) this.#gauge(metric);
    for (const metric of counters(monitor)) this.#counter(metric);
    this.#gauge(alertsWaiting(alerting));
    this.#counter(alertNotifications(alerting));
    if (store) for (const metric of storageGauges(store)) this.#gauge(metric);
    if (store) for (const metric of storageCounters(store)) this.#counter(metric);
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  /** The text exposition. */
  text(): Promise<string> {
    return this.#registry.metrics();
  }

  #gauge({ name, help, labels = [], read }: Metric): void {
    new Gauge({
      name: prefix + name,
      help,
      labelNames: labels,
      registers: [this.#registry],
      collect() {
        this.reset();
        const sample = read();
        if (sample === null) this.remove();
        else if (typeof sample === 'number') this.set(sample);
        else for (const [label, value] of sample) this.set(label, value);
      },
    });
  }

  #counter({ name, help, labels = [], read }: Metric): void {
    new Counter({
      name: prefix + name,
      help,
      labelNames: labels,
      registers: [this.#registry],
      collect() {
        this.reset();
        const sample = read();
        if (typeof sample === 'number') this.inc(sample);
        else for (const [label, value] of sample ?? []) this.inc(label, value);
      },
    });
  }
}

function gauges(monitor: MemoryMonitor, stream: MemoryStream): Metric[] {
  const { read, eventLoop, collections, detector } = monitor;
  const seconds = (milliseconds: number | null) => (milliseconds === null ? null : milliseconds / 1000);
  const evidence = () => detector.verdict().evidence;
  return [
    { name: 'heap_used_bytes', help: 'Heap in use.', read: () => read().heap.used },
    { name: 'heap_size_bytes', help: 'Heap that V8 has taken from the system.', read: () => read().heap.total },
    { name: 'heap_limit_bytes', help: 'Where V8 gives up (heap_size_limit).', read: () => read().heap.limit },
    {
      name: 'heap_floor_bytes',
      help: 'Heap left by the last major collection.',
      read: () => collections.counts().last?.after ?? null,
    },
    { name: 'resident_memory_bytes', help: 'Resident memory of the process.', read: () => read().rss },
    { name: 'external_memory_bytes', help: 'Memory outside the heap that objects hold.', read: () => read().external },
    {
      name: 'array_buffers_bytes',
      help: 'Memory of array buffers, part of the external memory.',
      read: () => read().arrayBuffers,
    },
    { name: 'container_limit_bytes', help: 'Memory limit of the container.', read: () => read().containerLimit },
    { name: 'heap_space_used_bytes', help: 'Heap in use, by space.', labels: ['space'], read: spaces },
    {
      name: 'event_loop_delay_mean_seconds',
      help: 'Mean delay of the event loop.',
      read: () => seconds(eventLoop.figures().mean),
    },
    {
      name: 'event_loop_delay_p99_seconds',
      help: '99th percentile of the delay.',
      read: () => seconds(eventLoop.figures().p99),
    },
    {
      name: 'event_loop_utilization_ratio',
      help: 'Share of time that the event loop was busy.',
      read: () => eventLoop.figures().utilization,
    },
    {
      name: 'leak_verdict',
      help: '1 for the present verdict, 0 for the others.',
      labels: ['verdict'],
      read: () => verdictStates(monitor),
    },
    { name: 'heap_growth_bytes_per_second', help: 'Growth of the floor.', read: () => evidence().rate?.value ?? null },
    {
      name: 'heap_time_to_limit_seconds',
      help: 'Time until the heap limit at this growth.',
      read: () => seconds(evidence().timeToLimit?.value ?? null),
    },
    { name: 'leak_reports', help: 'Leak reports by state.', labels: ['state'], read: () => reportStates(monitor) },
    {
      name: 'retained_objects',
      help: 'Objects that should be dead and are not.',
      labels: ['label'],
      read: () => detector.retained().map(({ label, count }) => [{ label }, count] as const),
    },
    { name: 'stream_clients', help: 'Clients of the event stream.', read: () => stream.clients },
    ...occupancy(
      monitor,
      { entries: 'entries', bytes: 'bytes', maxEntries: 'entries_limit', maxBytes: 'bytes_limit' },
      'Of each bounded service',
    ),
    {
      name: 'start_time_seconds',
      help: 'When the process started, since 1970.',
      read: () => performance.timeOrigin / 1000,
    },
  ];
}

function counters(monitor: MemoryMonitor): Metric[] {
  const { collections, detector } = monitor;
  return [
    {
      name: 'collections_total',
      help: 'Garbage collections.',
      labels: ['kind'],
      read: () => [
        [{ kind: 'major' }, collections.counts().major],
        [{ kind: 'minor' }, collections.counts().minor],
      ],
    },
    {
      name: 'collection_pause_seconds_total',
      help: 'Time that collections stopped the program.',
      read: () => collections.counts().pause / 1000,
    },
    { name: 'health_checks_total', help: 'Health checks that were made.', read: () => monitor.healthChecks },
    { name: 'leak_checks_total', help: 'Checks of the leak detector.', read: () => detector.statistics().checks },
    {
      name: 'untracked_objects_total',
      help: 'Objects not watched because the list was full.',
      read: () => detector.statistics().untracked,
    },
    ...occupancy(
      monitor,
      { hits: 'hits_total', misses: 'misses_total', evictions: 'evictions_total', refused: 'refused_total' },
      'Of each bounded service',
    ),
  ];
}

function alertsWaiting(alerting: AlertDispatcher): Metric {
  return {
    name: 'alert_notifications_waiting',
    help: 'Notices of alerts that wait to be sent, by receiver.',
    labels: ['receiver'],
    read: () => alerting.statistics().map(([receiver, { waiting }]) => [{ receiver }, waiting] as const),
  };
}

function alertNotifications(alerting: AlertDispatcher): Metric {
  return {
    name: 'alert_notifications_total',
    help: 'Notices of alerts by what became of them: sent, failed (given up), dropped (no room).',
    labels: ['receiver', 'outcome'],
    read: () =>
      alerting
        .statistics()
        .flatMap(([receiver, { waiting: _, ...counts }]) =>
          Object.entries(counts).map(([outcome, count]) => [{ receiver, outcome }, count] as const),
        ),
  };
}

function storageGauges(store: MemoryStore): Metric[] {
  return [
    { name: 'storage_up', help: '1 while the database can be written, else 0.', read: () => Number(store.up) },
    {
      name: 'storage_waiting_rows',
      help: 'Rows that wait for the database.',
      read: () => store.statistics().waiting,
    },
  ];
}

function storageCounters(store: MemoryStore): Metric[] {
  return [
    {
      name: 'storage_written_rows_total',
      help: 'Rows written to the database.',
      read: () => store.statistics().written,
    },
    {
      name: 'storage_dropped_rows_total',
      help: 'Rows that were dropped because too many waited or the database refused them.',
      read: () => store.statistics().dropped + store.statistics().refused,
    },
  ];
}

function occupancy(
  { pressure }: MemoryMonitor,
  names: { readonly [K in keyof Occupancy]?: string },
  help: string,
): Metric[] {
  return Object.entries(names).map(([field, name]) => ({
    name: `bounded_${name}`,
    help: `${help}: ${name.replace('_total', '').replace('_', ' ')}.`,
    labels: ['service'],
    read: () =>
      pressure.occupancy().flatMap((one) => {
        const value = one[field as keyof Occupancy];
        return value === null ? [] : [[{ service: one.name }, Number(value)] as const];
      }),
  }));
}

function spaces(): Sample {
  return v8.getHeapSpaceStatistics().map((space) => [{ space: space.space_name }, space.space_used_size] as const);
}

function verdictStates({ detector }: MemoryMonitor): Sample {
  const { word } = detector.verdict();
  return verdictWords.map((verdict) => [{ verdict }, Number(verdict === word)] as const);
}

function reportStates({ detector }: MemoryMonitor): Sample {
  const reports = detector.reports();
  return (['new', 'known'] as const).map(
    (state) => [{ state }, reports.filter((one) => one.state === state).length] as const,
  );
}
