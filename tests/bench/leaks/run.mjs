#!/usr/bin/env node
/**
 * Does the analysis tell a leak from growth that is none?
 *
 *   node tests/bench/leaks/run.mjs [--traces FILE] [--with-collections] [--json]
 *
 * Feeds each trace sample by sample and scores every moment. Without --traces it makes seeds 1 to 5. With --json the last line is the
 * scorer's result for our detector.
 */
import { existsSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { measureCost } from './cost.mjs';
import { loadAnalysis, ours, run } from './detectors.mjs';
import { simpleRules } from './simple-rules.mjs';

const corpus = new URL('../../../../shared/corpus/', import.meta.url);
const { values: options } = parseArgs({
  options: { traces: { type: 'string' }, 'with-collections': { type: 'boolean' }, json: { type: 'boolean' } },
});
const withCollections = options['with-collections'] === true;

async function main() {
  if (!existsSync(new URL('score.mjs', corpus))) {
    fail('The corpus is not there: it is expected in ../shared/corpus beside the repository.');
  }
  const { score } = await import(new URL('score.mjs', corpus).href);
  const { createLeakAnalysis } = await loadAnalysis();
  const traces = options.traces ? readTraces(options.traces) : await makeSeeds([1, 2, 3, 4, 5]);
  const scoreOf = (make) =>
    score(
      traces,
      traces.map((trace) => run(make(trace), trace)),
    );
  const result = scoreOf((trace) => ours(createLeakAnalysis, trace, withCollections));
  const rules = simpleRules.map(({ name, make }) => ({ name, ...scoreOf(make) }));
  const cost = measureCost(createLeakAnalysis, withCollections);
  report([{ name: `Memory+, ${withCollections ? 'with collections' : 'samples alone'}`, ...result }, ...rules]);
  console.table(result.classes);
  console.log(
    `24 h at 1 Hz (${cost.samples} samples, verdict asked after each): median ${cost.medianUs.toFixed(1)} µs, 99 % below ${cost.p99Us.toFixed(1)} µs, ` +
      `worst ${(cost.worstUs / 1000).toFixed(1)} ms a sample; ${(cost.heldBytes / 1024).toFixed(0)} KB held at the end (${cost.word}).`,
  );
  if (options.json) console.log(JSON.stringify(result));
}

async function makeSeeds(seeds) {
  const { makeTraces } = await import(new URL('make-traces.mjs', corpus).href);
  return seeds.flatMap((seed) => makeTraces({ seed }).map((trace) => ({ ...trace, id: `${seed}/${trace.id}` })));
}

function readTraces(file) {
  if (!existsSync(file)) fail(`There is no file ${file}.`);
  const traces = JSON.parse(readFileSync(file, 'utf8'));
  if (!Array.isArray(traces)) fail(`${file} holds no list of traces.`);
  return traces;
}

function report(rows) {
  const f = (x) => (x === null ? '-' : x.toFixed(3));
  const width = Math.max(...rows.map((row) => row.name.length));
  const head = 'online  P     R     F1     final  P     R     F1     delay s  rate error';
  console.log(`${`${rows[0].traces} traces`.padEnd(width)}  ${head}`);
  for (const { name, online, final, medianDetectionDelaySec: delay, medianRateError: error } of rows) {
    const part = (x) => [x.precision, x.recall, x.f1].map(f).join(' ');
    console.log(
      `${name.padEnd(width)}  ${' '.repeat(6)}${part(online)}  ${' '.repeat(6)}${part(final)}  ${delay === null ? '-' : Math.round(delay)}  ${f(error)}`,
    );
  }
}

function fail(message) {
  console.error(message);
  process.exit(2);
}

await main();
