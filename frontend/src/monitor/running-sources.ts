import type { Emit, MetricSource, MonitorSettings, SourceGroup, Stop, TableName } from '@memory-plus/core/model';
import type { PageEnvironment } from '../platform/environment.ts';
import { cut } from '../platform/text.ts';

/** Tables that more than one source fills: their rows stop with their group, whoever tells them. */
const groupOf: { readonly [K in TableName]?: SourceGroup } = {
  heap: 'heap',
  caches: 'caches',
  retained: 'retained',
  renders: 'renders',
  slowRenders: 'renders',
  commits: 'renders',
};

const switchedOff = 'switched off in the settings';

/** Something that can be switched on and off: a source, or the adapters of all frameworks together. */
export type Startable = Pick<MetricSource<PageEnvironment>, 'name' | 'group' | 'support' | 'start'>;

export interface RunningSources {
  /** Starts and stops what the settings want now. */
  apply(): void;
  stop(): void;
}

/** Runs what the settings want. What fails inside is on the monitor's bill and does not reach the page. */
export function runSources(
  all: readonly Startable[],
  environment: PageEnvironment,
  emit: Emit,
  settings: () => MonitorSettings,
): RunningSources {
  const { guard, natives } = environment;
  const stops = new Map<Startable, Stop>();
  const told = new Set<Startable>();
  const wanted = ({ group }: Startable) => group === null || !settings().without?.includes(group);
  const tell = (source: Startable) => {
    const capability = wanted(source)
      ? source.support(environment)
      : ({ available: false, because: switchedOff } as const);
    const detail = capability.available ? (capability.detail ?? '') : capability.because;
    emit('capabilities', {
      at: natives.now(),
      name: source.name,
      available: capability.available,
      detail: cut(detail),
    });
  };
  const halt = (source: Startable) => {
    const stop = stops.get(source);
    stops.delete(source);
    if (stop) guard(stop);
  };
  return {
    apply() {
      for (const source of all) {
        if (told.has(source) && wanted(source) === stops.has(source)) continue;
        told.add(source);
        guard(() => tell(source));
        if (!wanted(source)) halt(source);
        else guard(() => stops.set(source, source.start(environment, emit, settings)));
      }
    },
    stop() {
      for (const source of all) halt(source);
    },
  };
}

/** Lets through what the settings want. */
export function onlyWanted(emit: Emit, settings: () => MonitorSettings): Emit {
  return (table, row) => {
    const group = groupOf[table];
    if (group && settings().without?.includes(group)) return;
    emit(table, row);
  };
}
