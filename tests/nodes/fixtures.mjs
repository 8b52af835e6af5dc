// Small real snapshots of each release of Node: a program that keeps what it should let go, without the contents of its strings.
import { spawnSync } from 'node:child_process';
import { createReadStream, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants } from 'node:zlib';
import { bundleEngine } from '../bench/snapshots/bundles.mjs';

const folder = fileURLToPath(new URL('../unit/heap-snapshot/fixtures/', import.meta.url));
const program = `
class Session { constructor(id) { this.id = id; this.user = { name: 'user ' + id }; } }
globalThis.sessions = new Map();
for (let id = 0; id < 300; id++) sessions.set('session ' + id, new Session(id));
require('node:v8').writeHeapSnapshot(process.argv[1]);`;

/** @param {number} major @param {string} node */
export async function writeFixture(major, node) {
  const { redactSnapshot } = await import(await bundleEngine());
  const temporary = mkdtempSync(join(tmpdir(), 'memory-plus-'));
  try {
    const whole = join(temporary, 'whole');
    const { status } = spawnSync(node, ['-e', program, whole], { stdio: ['ignore', 'ignore', 'inherit'] });
    if (status !== 0) throw new Error(`Node ${major} wrote no snapshot.`);
    const parts = [];
    for await (const part of redactSnapshot(createReadStream(whole))) parts.push(part);
    const bytes = Buffer.concat(parts);
    mkdirSync(folder, { recursive: true });
    const params = {
      [constants.BROTLI_PARAM_QUALITY]: 11,
      [constants.BROTLI_PARAM_LGWIN]: 24,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    };
    writeFileSync(join(folder, `node-${major}.heapsnapshot.br`), brotliCompressSync(bytes, { params }));
  } finally {
    rmSync(temporary, { recursive: true });
  }
}
