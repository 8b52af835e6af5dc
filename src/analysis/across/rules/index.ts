import type { LeakRule } from '../../../model/index.ts';
import type { PairFacts } from '../facts.ts';
import { growthByRequest } from './growth-by-request.rule.ts';
import { sideOfGrowth } from './side-of-growth.rule.ts';

/** In order of how much they explain: of two findings with the same word the earlier one becomes the verdict. */
export const pairRules: readonly LeakRule<PairFacts>[] = [growthByRequest, sideOfGrowth];
