import type { LeakRule } from '../../model/index.ts';
import type { Facts } from '../facts.ts';
import { cacheGrowth } from './cache-growth.rule.ts';
import { detachedDomGrowth } from './detached-dom-growth.rule.ts';
import { externalGrowth } from './external-growth.rule.ts';
import { floorGrowth } from './floor-growth.rule.ts';
import { heapGrowth } from './heap-growth.rule.ts';
import { listenerGrowth } from './listener-growth.rule.ts';
import { retainedGrowth } from './retained-growth.rule.ts';
import { roundGrowth } from './round-growth.rule.ts';

/** In order of how much they explain: of two findings with the same word the earlier one becomes the verdict. */
export const leakRules: readonly LeakRule<Facts>[] = [
  roundGrowth,
  retainedGrowth,
  detachedDomGrowth,
  floorGrowth,
  cacheGrowth,
  listenerGrowth,
  externalGrowth,
  heapGrowth,
];
