import { retainedKey } from '@memory-plus/core/analysis';
import type { Row } from '@memory-plus/core/model';
import { type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { Platform } from '../platform/platform.ts';
import { en } from '../strings/en.ts';
import { collectAndHear, topPage } from './collect-and-hear.ts';
import type { Environment } from './environment.ts';
import { type Notices, said } from './notices.ts';
import type { RecordingModel } from './recording-model.ts';

/** Objects that only the console held: they were gone once it was emptied. */
export interface HeldByConsole extends Pick<Row<'retained'>, 'what' | 'label' | 'count'> {}

export type ConsoleCheckState =
  | { readonly stage: 'idle' }
  | { readonly stage: 'counting' | 'clearing' }
  | { readonly stage: 'done'; readonly held: readonly HeldByConsole[]; readonly left: number };

/**
 * Whether it is the console that holds what should be gone: while DevTools is open it holds every object that the page logged. Garbage
 * is collected before and after it is emptied, so that what goes in between was held by nothing else.
 */
export interface ConsoleCheck {
  readonly state: ReadonlySignal<ConsoleCheckState>;
  run(): Promise<void>;
  cancel(): void;
}

export interface ConsoleCheckOptions {
  readonly platform: Pick<Platform, 'collectGarbage' | 'clearConsole'>;
  readonly environment: Environment;
  readonly notices: Notices;
  readonly model: () => RecordingModel;
}

export function createConsoleCheck(options: ConsoleCheckOptions): ConsoleCheck {
  const { platform, notices } = options;
  const state: Signal<ConsoleCheckState> = signal({ stage: 'idle' });
  const busy = () => state.value.stage === 'counting' || state.value.stage === 'clearing';
  let running = 0;
  const measure = async (run: number) => {
    const page = topPage(options.model());
    if (!page) throw new Error(en.check.noPage);
    await collectAndHear(page, options);
    const before = new Map(page.retained);
    if (run !== running) return;
    state.value = { stage: 'clearing' };
    await platform.clearConsole();
    await collectAndHear(page, options);
    if (topPage(options.model()) !== page) throw new Error(en.check.left);
    const held = [...before.values()].flatMap(({ what, label, count }) => {
      const gone = count - (page.retained.get(retainedKey({ what, label }))?.count ?? 0);
      return gone > 0 ? [{ what, label, count: gone }] : [];
    });
    const left = [...page.retained.values()].reduce((sum, { count }) => sum + count, 0);
    if (run === running) state.value = { stage: 'done', held, left };
  };
  return {
    state,
    async run() {
      if (busy()) return;
      state.value = { stage: 'counting' };
      const run = ++running;
      try {
        await measure(run);
      } catch (error) {
        if (run !== running) return;
        notices.problem(said(error));
        state.value = { stage: 'idle' };
      }
    },
    cancel() {
      running++;
      state.value = { stage: 'idle' };
    },
  };
}
