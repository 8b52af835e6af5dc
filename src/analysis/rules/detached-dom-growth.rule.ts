import type { Finding, LeakRule } from '../../model/index.ts';
import type { Facts } from '../facts.ts';
import { judgeRetained } from './retained.ts';

/** Elements that left the document and stay alive. */
export const detachedDomGrowth: LeakRule<Facts> = {
  name: 'detached-dom-growth',
  title: 'Detached elements that stay alive',
  judge: (facts): Finding | null =>
    judgeRetained(
      'detached-dom-growth',
      facts.retained.filter((r) => r.what === 'node'),
    ),
};
