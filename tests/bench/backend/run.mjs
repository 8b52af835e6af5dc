// npm run bench:backend: what the module costs the application it is added to. Needs backend/dist, which the script builds.
//   npm run bench:backend -- [requests | detector | memory | audit | snapshot | streams]… [--json] [--minutes <number, for streams>]
// Several parts may be named; without a name all run but `streams`, which takes five minutes.
import { parseArgs } from 'node:util';
import { report } from '../report.mjs';
import { auditFigures } from './audit.mjs';
import { detectorFigures } from './detector.mjs';
import { memoryFigures } from './memory.mjs';
import { requestFigures } from './requests.mjs';
import { snapshotFigures } from './snapshot.mjs';
import { streamFigures } from './streams.mjs';

const parts = {
  requests: requestFigures,
  detector: detectorFigures,
  memory: memoryFigures,
  audit: auditFigures,
  snapshot: snapshotFigures,
  streams: streamFigures,
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean' }, minutes: { type: 'string', default: '5' } },
});
const unknown = positionals.filter((name) => !(name in parts));
if (unknown.length > 0) {
  process.stderr.write(`There is no part ${unknown.join(', ')}. There are: ${Object.keys(parts).join(', ')}.\n`);
  process.exit(1);
}
const chosen = positionals.length > 0 ? positionals : Object.keys(parts).filter((name) => name !== 'streams');

const figures = [];
for (const name of chosen) {
  process.stderr.write(`${name} …\n`);
  figures.push(...(await parts[name]({ minutes: Number(values.minutes) })));
}
report(figures, values.json ? ['--json'] : []);
