import v8 from 'node:v8';
import vm from 'node:vm';

const MB = 1024 * 1024;
const seconds = 24 * 3600;

/** A day at one reading a second: a sawtooth with minor and major collections over a floor that rises slowly. */
function* day() {
  let young = 0;
  let garbage = 0;
  let state = 1;
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  for (let s = 0; s < seconds; s++) {
    const live = 60 * MB + s * 2_000;
    young += 3 * MB * (0.7 + 0.6 * random());
    if (young > 12 * MB) {
      garbage += young * 0.1;
      young = 0;
    }
    const collected = garbage > 0.5 * live;
    if (collected) garbage *= 0.03;
    const used = Math.round(live + garbage + young);
    yield { at: s * 1000, used, total: used + 20 * MB, limit: 4096 * MB, floor: false, collected };
  }
}

v8.setFlagsFromString('--expose-gc');
const gc = vm.runInNewContext('gc');

function heapNow() {
  for (let i = 0; i < 4; i++) gc();
  return process.memoryUsage().heapUsed;
}

/** Cost of one more sample and the question after it, over a day, and what the analysis holds at its end. */
export function measureCost(createLeakAnalysis, withCollections) {
  const rows = [...day()];
  const times = new Float64Array(rows.length);
  const feed = () => {
    const analysis = createLeakAnalysis();
    rows.forEach((row, i) => {
      const start = performance.now();
      if (withCollections && row.collected) analysis.collection({ at: row.at, after: row.used, pause: null });
      analysis.heap(row);
      analysis.verdict(row.at);
      times[i] = (performance.now() - start) * 1000;
    });
    return analysis;
  };
  // The first day is for the compiler, whose code would else count as memory of the analysis; several make the rest of it small.
  feed();
  const before = heapNow();
  const analyses = Array.from({ length: 4 }, feed);
  const held = (heapNow() - before) / analyses.length;
  times.sort();
  const at = (fraction) => times[Math.floor(fraction * (times.length - 1))];
  const { word } = analyses[0].verdict(rows.length * 1000);
  return { samples: rows.length, medianUs: at(0.5), p99Us: at(0.99), worstUs: at(1), heldBytes: held, word };
}
