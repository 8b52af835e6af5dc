import type { EpochMs, Row } from '@memory-plus/core/model';
import type { RetainedObject } from '../retained/retained-objects.ts';
import type { Natives, PageWindow } from './natives.ts';
import type { Signal } from './signal.ts';

/** What sources and adapters measure in. */
export interface PageEnvironment {
  readonly window: PageWindow;
  readonly natives: Natives;
  /** Runs `work` on the monitor's bill; what it throws is counted and kept from the page. */
  readonly guard: (work: () => void) => void;
  /** Each heap interval, stretched while the monitor throttles itself. */
  readonly ticks: Signal<EpochMs>;
  /** After a major collection was noticed. */
  readonly collections: Signal<EpochMs>;
  /** Components that left the tree, to see whether they die. */
  readonly unmounts: Signal<Unmount>;
  /** Objects of `retained` that a person wants to see in DevTools: whoever follows them hands over. */
  readonly wishes: Signal<ObjectWish>;
  /** Changes committed by the page's frameworks so far. */
  readonly commits: () => number;
  /** True while the monitor spends more than it may: explanations that cost are left out. */
  readonly throttled: () => boolean;
}

/** `take` is called by the one who follows such an object, if it is alive. */
export interface ObjectWish {
  readonly what: Row<'retained'>['what'];
  readonly label: string;
  readonly take: (found: RetainedObject) => void;
}

/** The objects that should die with one component; the receiver holds them weakly. */
export interface Unmount {
  readonly label: string;
  readonly objects: readonly object[];
  /** The function or class of the component, for DevTools to show. */
  readonly type?: unknown;
  /** Whether the framework itself holds on to those that are alive, until it renders there again. Refers to nothing strongly. */
  readonly heldByFramework?: (alive: readonly object[]) => boolean;
}
