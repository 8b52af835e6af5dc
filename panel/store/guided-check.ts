import { type CheckResult, judgeRounds, type RoundReading, roundLabel } from '@memory-plus/core/analysis';
import { type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { Platform } from '../platform/platform.ts';
import { en } from '../strings/en.ts';
import { collectAndHear, topPage } from './collect-and-hear.ts';
import type { Environment } from './environment.ts';
import { type Notices, said } from './notices.ts';
import type { RecordingModel } from './recording-model.ts';
import type { SourceState } from './source-state.ts';

/** Where the check stands. Round 0 is the state to compare with. */
export type CheckStage =
  | { readonly stage: 'idle' }
  | { readonly stage: 'measuring'; readonly round: number }
  /** The person does the step and undoes it. */
  | { readonly stage: 'acting'; readonly round: number }
  | { readonly stage: 'done'; readonly result: CheckResult };

/** "Do a step and undo it, several times": forces collections in between and compares what each round left behind. */
export interface GuidedCheck {
  readonly state: ReadonlySignal<CheckStage>;
  readonly rounds: ReadonlySignal<readonly RoundReading[]>;
  start(): Promise<void>;
  /** The step was done and undone. */
  endRound(): Promise<void>;
  /** Judges the rounds there are. */
  finish(): void;
  /** Forgets them. */
  cancel(): void;
}

export interface GuidedCheckOptions {
  readonly platform: Pick<Platform, 'collectGarbage' | 'countListeners'>;
  readonly environment: Environment;
  readonly notices: Notices;
  readonly model: () => RecordingModel;
  readonly mark: (label: string) => void;
}

const mostRounds = 100;
export function createGuidedCheck(options: GuidedCheckOptions): GuidedCheck {
  return new PanelCheck(options);
}

class PanelCheck implements GuidedCheck {
  readonly state: Signal<CheckStage> = signal({ stage: 'idle' });
  readonly rounds: Signal<readonly RoundReading[]> = signal([]);
  readonly #options: GuidedCheckOptions;
  #page: SourceState | null = null;

  constructor(options: GuidedCheckOptions) {
    this.#options = options;
  }

  async start(): Promise<void> {
    this.#page = topPage(this.#options.model());
    if (!this.#page) return this.#options.notices.say(en.check.noPage);
    this.rounds.value = [];
    await this.#measure(0);
  }

  async endRound(): Promise<void> {
    const { value } = this.state;
    if (value.stage !== 'acting') return;
    this.#options.mark(roundLabel(value.round));
    await this.#measure(value.round);
  }

  finish(): void {
    this.state.value = { stage: 'done', result: judgeRounds(this.rounds.value) };
  }

  cancel(): void {
    this.state.value = { stage: 'idle' };
    this.rounds.value = [];
  }

  /** Reads what is left after `round`. What cannot be read does not count: the person is told and may end the round again. */
  async #measure(round: number): Promise<void> {
    const measuring: CheckStage = { stage: 'measuring', round };
    this.state.value = measuring;
    let reading: RoundReading | null = null;
    try {
      reading = await this.#read();
    } catch (error) {
      this.#options.notices.problem(said(error));
    }
    // Cancelled meanwhile.
    if (this.state.value !== measuring) return;
    if (reading) this.rounds.value = [...this.rounds.value, reading];
    if (!reading && round === 0) this.cancel();
    else if (this.rounds.value.length > mostRounds) this.finish();
    else this.state.value = { stage: 'acting', round: reading ? round + 1 : round };
  }

  async #read(): Promise<RoundReading> {
    const { platform, environment, model } = this.#options;
    const page = this.#page;
    if (!page || topPage(model()) !== page) throw new Error(en.check.left);
    await collectAndHear(page, this.#options);
    const retained = page.counted.reduce((sum, { count }) => sum + count, 0);
    const listeners = await platform.countListeners();
    const at = environment.now();
    const nodes = page.nodes.last;
    if (nodes !== null) model().append('dom', page, { at, nodes, listeners });
    return { at, heapFloor: page.floor?.used ?? null, nodes, listeners, retained };
  }
}
