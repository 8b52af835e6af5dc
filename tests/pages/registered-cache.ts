import { memoryMonitor } from '@memory-plus/frontend';
import { publishPage } from './page.ts';

/** A cache of the page's own, with a limit in the clean twin. */
const prices = new Map<string, number>();
memoryMonitor.registerCache('prices', { size: () => prices.size });

publishPage({
  step(round, clean) {
    if (clean) prices.clear();
    prices.set(`product ${round}`, round);
    memoryMonitor.miss('prices');
  },
});
