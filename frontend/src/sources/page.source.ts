import type { Emit, MetricSource, Row, TableName } from '@memory-plus/core/model';
import { toRow, toTuple } from '@memory-plus/core/protocol';
import { pageTables, registryKey } from '../monitor/page-registry.ts';
import type { ObjectWish, PageEnvironment } from '../platform/environment.ts';

/** Monitors of a page that are listened to, and rows taken from each at one tick. */
export const maxMonitors = 4;
export const maxRowsPerTick = 500;

/**
 * What the page's own code told its copy of the library: caches, marks, watched objects, tracked renders. It is the page's word:
 * taken only where it is a sound row of a table that a page may fill, and only so many.
 */
export const pageSource: MetricSource<PageEnvironment> = {
  name: 'caches',
  group: null,
  support: ({ window }) =>
    monitorsOf(window).length > 0
      ? { available: true, detail: 'registered by the page with memoryMonitor' }
      : { available: true, detail: 'none until the page registers one with memoryMonitor' },
  start({ window, ticks, collections, wishes, guard }, emit) {
    const cursors = new WeakMap<object, number>();
    const read = () => {
      for (const monitor of monitorsOf(window)) guard(() => readMonitor(monitor, cursors, emit));
    };
    const tell = () => {
      for (const monitor of monitorsOf(window))
        if (typeof monitor.collected === 'function')
          guard(() => Reflect.apply(monitor.collected as () => void, monitor, []));
    };
    const give = ({ what, label, take }: ObjectWish) => {
      for (const monitor of monitorsOf(window)) {
        if (typeof monitor.find !== 'function') continue;
        const object: unknown = Reflect.apply(monitor.find, monitor, [what, label]);
        if (object instanceof Object) return take({ object, trace: null });
      }
    };
    const stops = [
      ticks.on(() => guard(read)),
      collections.on(() => guard(tell)),
      wishes.on((wish) => guard(() => give(wish))),
    ];
    return () => {
      guard(read);
      for (const stop of stops) stop();
    };
  },
};

function monitorsOf(window: object): readonly Record<string, unknown>[] {
  const monitors: unknown = (window as { [registryKey]?: unknown })[registryKey];
  if (!Array.isArray(monitors)) return [];
  return monitors.slice(0, maxMonitors).filter((monitor) => typeof monitor === 'object' && monitor !== null);
}

function readMonitor(monitor: Record<string, unknown>, cursors: WeakMap<object, number>, emit: Emit): void {
  if (monitor.version !== 1 || typeof monitor.read !== 'function') return;
  const answer: unknown = monitor.read(cursors.get(monitor) ?? 0);
  if (typeof answer !== 'object' || answer === null) return;
  const { cursor, rows } = answer as { cursor?: unknown; rows?: unknown };
  if (!Number.isSafeInteger(cursor) || !Array.isArray(rows)) return;
  cursors.set(monitor, cursor as number);
  for (const entry of rows.slice(-maxRowsPerTick)) {
    if (!Array.isArray(entry)) continue;
    const [table, row] = entry as unknown[];
    if (!(pageTables as readonly unknown[]).includes(table) || typeof row !== 'object' || row === null) continue;
    emitSound(table as TableName, row, emit);
  }
}

/** Goes through the tuple, so that only the table's own columns are taken, each checked. */
function emitSound<K extends TableName>(table: K, row: object, emit: Emit): void {
  const sound = toRow(table, toTuple(table, row as Row<K>));
  if (sound) emit(table, sound);
}
