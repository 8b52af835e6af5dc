import type { Emit, EpochMs, FlameWish, MonitorSettings, Stop } from '@memory-plus/core/model';
import type { FoundComponent } from '@memory-plus/core/protocol';
import type { FrameworkHooks } from '../adapters/install.ts';
import { findComponents } from '../inspect/find-components.ts';
import { highlight } from '../inspect/highlight.ts';
import type { ObjectWish, PageEnvironment, Unmount } from '../platform/environment.ts';
import type { Natives, PageWindow } from '../platform/natives.ts';
import { Signal } from '../platform/signal.ts';
import { cut } from '../platform/text.ts';
import { RenderLog } from '../renders/render-log.ts';
import { handOver, type Showable, showableOf } from '../retained/hand-over.ts';
import type { RetainedObject } from '../retained/retained-objects.ts';
import { sources } from '../sources/index.ts';
import { CostMeter } from './cost-meter.ts';
import { onlyWanted, runSources, type Startable } from './running-sources.ts';

export interface Monitoring {
  /** Ends everything; nothing is left behind. Twice does nothing more. */
  stop(): void;
  /** Names this moment. */
  mark(label: string): void;
  /** Starts and stops what the settings switch on and off. */
  settingsChanged(): void;
  /** Hands one of the objects that `retained` told of over to DevTools, where one is alive. */
  show(request: ShownObject): void;
  /** What is mounted of the components with these names. */
  find(names: readonly string[]): FoundComponent[];
  /** Draws around the mounted instances of a component instead of those before; around none for ''. */
  highlight(name: string): void;
  /** Which commits' trees are told from now on. */
  flame(wish: FlameWish): void;
}

/** `handle`: where DevTools looks for it, see `handOver`; `print`: into the console instead, which holds it from then on. */
export interface ShownObject extends Pick<ObjectWish, 'what' | 'label'> {
  readonly handle: string;
  readonly print: boolean;
}

/** What was handed on so far, for the meter of the monitor's own cost. */
export type Traffic = () => { readonly bytes: number; readonly batches: number };

const costInterval = 1_000;

/**
 * Starts every source and every adapter. Never throws; what fails inside is told in a `capabilities` row named `monitor`.
 * `settings` is asked again each time, so a change takes effect at once. `traffic` tells what the rows weigh on their way out.
 */
export function startMonitoring(
  window: PageWindow,
  hooks: FrameworkHooks,
  emitAll: Emit,
  settings: () => MonitorSettings,
  traffic?: Traffic,
): Monitoring {
  const { natives } = hooks;
  const meter = new CostMeter(natives);
  const { guard } = meter;
  const emit = onlyWanted(emitAll, settings);
  const log = new RenderLog({ natives, emit, settings, guard });
  const environment: PageEnvironment = {
    window,
    natives,
    guard,
    ticks: new Signal<EpochMs>(),
    collections: new Signal<EpochMs>(),
    unmounts: new Signal<Unmount>(),
    wishes: new Signal<ObjectWish>(),
    commits: () => log.commits,
    throttled: () => meter.stretch > 1,
  };
  const adapters: Startable = {
    name: 'renders',
    group: 'renders',
    support: () => ({ available: true, detail: 'of the frameworks that are found' }),
    start: () => hooks.start({ environment, log, emit, settings }),
  };
  const running = runSources([...sources, adapters], environment, emit, settings);
  running.apply();
  const stops = [
    startCosts(meter, natives, emit, traffic),
    startTicks(environment, () => settings().heapInterval * meter.stretch),
  ];

  let stopped = false;
  let endHighlight: Stop = () => {};
  return {
    stop() {
      if (stopped) return;
      stopped = true;
      running.stop();
      guard(endHighlight);
      for (const stop of stops) guard(stop);
      guard(() => log.stop());
    },
    mark(label) {
      if (!stopped) guard(() => emit('marks', { at: natives.now(), label: cut(label, '(unnamed)') }));
    },
    settingsChanged() {
      if (!stopped) running.apply();
    },
    show({ handle, what, label, print }) {
      if (stopped) return;
      let found: RetainedObject | null = null;
      const take = (object: RetainedObject) => {
        found ??= object;
      };
      guard(() => {
        environment.wishes.fire({ what, label, take });
        handOver(window, handle, print ? printed(found, label, natives) : showableOf(found, natives), natives);
      });
    },
    find(names) {
      let found: FoundComponent[] = [];
      guard(() => {
        found = findComponents(hooks.trees, names);
      });
      return found;
    },
    highlight(name) {
      guard(endHighlight);
      endHighlight = () => {};
      if (!stopped && name !== '')
        guard(() => {
          endHighlight = highlight(window, natives, guard, hooks.trees, name);
        });
    },
    flame: (wish) => log.flames.ask(stopped ? 'none' : wish),
  };
}

function printed(found: RetainedObject | null, label: string, { print }: Natives): Showable {
  if (!found) return { kind: 'gone', target: null };
  print('Memory+ %s %o', label, found.object);
  return { kind: 'printed', target: null };
}

/** A chain of timers, so that a stretched interval takes effect at the next tick. The first tick comes at once. */
function startTicks({ natives, guard, ticks }: PageEnvironment, interval: () => number): Stop {
  let timer: unknown;
  const tick = () => {
    timer = natives.setTimeout(tick, interval());
    guard(() => ticks.fire(natives.now()));
  };
  tick();
  return () => natives.clearTimeout(timer);
}

function startCosts(meter: CostMeter, natives: Natives, emit: Emit, traffic: Traffic | undefined): Stop {
  let timer: unknown;
  let last = natives.now();
  let before = traffic?.() ?? { bytes: 0, batches: 0 };
  let stretch = meter.stretch;
  let failures = 0;
  const settle = () => {
    timer = natives.setTimeout(() => meter.guard(settle), costInterval);
    const at = natives.now();
    const seconds = Math.max(0.001, (at - last) / 1000);
    const sent = traffic?.() ?? before;
    const cpu = meter.settle(at - last);
    const bytes = Math.max(0, sent.bytes - before.bytes) / seconds;
    const messages = Math.max(0, sent.batches - before.batches) / seconds;
    last = at;
    before = sent;
    if (cpu > 0 || bytes > 0) emit('costs', { at, cpu, bytes, messages });
    if (meter.stretch !== stretch) {
      stretch = meter.stretch;
      emit('capabilities', { at, name: 'monitor', available: true, detail: throttleWords(stretch, cpu) });
    }
    if (meter.failures.count !== failures) {
      failures = meter.failures.count;
      const detail = cut(`${failures} failures inside the monitor, the last: ${meter.failures.last}`);
      emit('capabilities', { at, name: 'monitor', available: false, detail });
    }
  };
  timer = natives.setTimeout(() => meter.guard(settle), costInterval);
  return () => natives.clearTimeout(timer);
}

function throttleWords(stretch: number, cpu: number): string {
  return stretch > 1
    ? `slowed down: readings ${stretch} times rarer, no render reasons, because it took ${cpu.toFixed(0)} ms of a second`
    : 'at full detail';
}
