// Judges by the project's own analysis whether work leaves memory behind: rounds of it, with a forced collection after each.

import v8 from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createLeakAnalysis, roundLabel } from '@memory-plus/core/analysis';

v8.setFlagsFromString('--expose-gc');
const collect = /** @type {() => void} */ (runInNewContext('gc'));

/** The analysis wants growth over minutes; a round counts as one, however long it really took. */
const roundLength = 60_000;

/**
 * @param {(from: number, count: number) => unknown} work does the operations `from` to `from + count`
 * @param {{ operations?: number, rounds?: number }} [options] one more round comes first and is not judged: it fills what has a limit
 */
export async function judgeFloor(work, { operations = 1_000_000, rounds = 20 } = {}) {
  const analysis = createLeakAnalysis();
  const count = Math.ceil(operations / rounds);
  const { heap_size_limit: limit } = v8.getHeapStatistics();
  /** @type {number[]} */
  const floors = [];
  await work(0, count);
  for (let round = 1; round <= rounds; round++) {
    await work(round * count, count);
    const used = await floor();
    floors.push(used);
    const at = round * roundLength;
    analysis.row('marks', { at: at - 1, label: roundLabel(round) });
    analysis.collection({ at, after: used, pause: null });
    analysis.heap({ at, used, total: used, limit, floor: true });
  }
  return { verdict: analysis.verdict(rounds * roundLength), floors, operations: rounds * count };
}

/** What is alive: weak references and finalizers may need a turn of the event loop before a second collection frees what they held. */
async function floor() {
  collect();
  await new Promise((resolve) => setImmediate(resolve));
  collect();
  return process.memoryUsage().heapUsed;
}
