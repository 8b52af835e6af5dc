import type { Finding, LeakRule } from '../../model/index.ts';
import type { Facts } from '../facts.ts';
import { judgeRetained } from './retained.ts';

/** Components, listeners and watched objects that should be dead and are not. */
export const retainedGrowth: LeakRule<Facts> = {
  name: 'retained-growth',
  title: 'Unmounted components and watched objects that stay alive',
  judge: (facts): Finding | null =>
    judgeRetained(
      'retained-growth',
      facts.retained.filter((r) => r.what !== 'node'),
    ),
};
