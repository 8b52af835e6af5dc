import { startChild } from './child.mjs';

/** How long a snapshot of the same heap stops the program, with a script of 9 MB loaded: V8's own call, and the module's. */
export async function snapshotFigures() {
  const bare = await pause('bare');
  const module = await pause('module');
  const value = module / bare;
  const name = `pause of a snapshot with a 9 MB script: ${seconds(module)} / ${seconds(bare)} of a bare v8.writeHeapSnapshot`;
  return [{ name, value, unit: 'x', target: '≤ 0.35', holds: value <= 0.35 }];
}

async function pause(kind) {
  const child = await startChild('snapshot-child.mjs', [kind]);
  await child.end();
  return child.ready.pause;
}

function seconds(milliseconds) {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}
