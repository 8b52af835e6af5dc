// A heap of 300,000 small objects and a script of 9 MB. Writes one snapshot, bare or through the module's store, and tells its pause.
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import { join } from 'node:path';
import { writeHeapSnapshot } from 'node:v8';
import { runInThisContext } from 'node:vm';
import { defaultSnapshotOptions, SnapshotStore } from '../../../backend/dist/common/leaks/snapshot-store.js';

const lines = Array.from(
  { length: 90_000 },
  (_, i) => `exported.f${i} = function f${i}(a, b) { return a * b + ${i}; };${' '.repeat(40)}`,
);
const script = `(() => { const exported = {};\n${lines.join('\n')}\nreturn exported; })()`;
globalThis.loaded = runInThisContext(script, { filename: 'bundle.js' });
globalThis.kept = Array.from({ length: 300_000 }, (_, id) => ({ id, name: { of: id } }));

const parent = mkdtempSync(join(os.tmpdir(), 'memory-plus-bench-'));
const directory = join(parent, 'snapshots');
const pause = process.argv[2] === 'bare' ? bare() : await ofModule();
rmSync(parent, { recursive: true });
process.send?.({ pause, megabytes: script.length / 1e6 });

function bare() {
  const began = performance.now();
  writeHeapSnapshot(join(parent, 'bare.heapsnapshot'));
  return performance.now() - began;
}

async function ofModule() {
  const store = new SnapshotStore({ ...defaultSnapshotOptions, enabled: true, directory, longestPause: 600_000 });
  const { snapshot } = await store.take();
  store.close();
  return snapshot.pause;
}
