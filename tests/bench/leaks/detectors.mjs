import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

/** The analysis as it stands in the sources, bundled in memory: Node 20 does not read TypeScript. */
export async function loadAnalysis() {
  const bundle = await rolldown({
    input: fileURLToPath(new URL('../../../src/analysis/index.ts', import.meta.url)),
    resolve: { conditionNames: ['source', 'import', 'default'] },
  });
  const { output } = await bundle.generate({ format: 'esm' });
  await bundle.close();
  return import(`data:text/javascript;base64,${Buffer.from(output[0].code).toString('base64')}`);
}

/** Our detector: what `run` feeds to every other rule, and nothing more. */
export function ours(createLeakAnalysis, trace, withCollections) {
  const analysis = createLeakAnalysis();
  let verdict = null;
  return {
    sample(at, used, total) {
      analysis.heap({ at, used, total, limit: trace.limitBytes, floor: false });
      verdict = analysis.verdict(at);
      return verdict.word === 'leak';
    },
    ...(withCollections ? { collection: (at, after) => analysis.collection({ at, after, pause: null }) } : {}),
    final: () => ({
      // The scorer knows four words; growth that is not yet suspected accuses nobody.
      final: verdict === null ? 'insufficient-data' : verdict.word === 'growing' ? 'clean' : verdict.word,
      bytesPerSec: verdict?.evidence.rate?.value ?? null,
    }),
  };
}

/** Feeds one trace in the order of time and asks after each sample. Neither class nor label reach the detector. */
export function run(detector, trace) {
  let next = 0;
  let firstLeakAtMs = null;
  let leak = false;
  for (const [at, used, total] of trace.samples) {
    while (detector.collection && next < trace.majorGcs.length && trace.majorGcs[next][0] <= at) {
      detector.collection(...trace.majorGcs[next++]);
    }
    leak = detector.sample(at, used, total);
    if (leak && firstLeakAtMs === null) firstLeakAtMs = at;
  }
  const final = detector.final?.() ?? { final: leak ? 'leak' : 'clean', bytesPerSec: null };
  return { id: trace.id, firstLeakAtMs, ...final };
}
