import type { ComponentPlace } from '@memory-plus/core/protocol';

/** Components that are gone through at most, mounted ones or parts of them. */
export const maxWalked = 100_000;
/** Nodes of one instance that are told: enough to see where it is. */
export const maxNodes = 20;

/** A component that is mounted now. Whoever is given one lets go of it before the page goes on. */
export interface MountedComponent {
  readonly name: string;
  /** The outermost nodes that it rendered. */
  nodes(): Node[];
  /** Where the framework's development build says that it comes from. */
  place(): ComponentPlace | null;
  /** The function or class that the page wrote for it; null for none. */
  code(): unknown;
}

/** Goes through what a framework has mounted, when a person asks. */
export interface ComponentTree {
  /** Calls `visit` with each mounted component whose name is one of `names`. False where there is no tree to walk. */
  walk(names: ReadonlySet<string>, visit: (component: MountedComponent) => void): boolean;
}
