import type { FrameworkAdapter } from './adapter.ts';
import { reactAdapter } from './react/react.adapter.ts';

/** Every framework that is looked for, in the order in which the hooks are put in place. */
export const adapters: readonly FrameworkAdapter[] = [reactAdapter];
