// Makes the snapshots that are measured: real ones by V8, and on demand one larger than V8 could write here in reasonable time.
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, existsSync, mkdirSync, renameSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folder = join(tmpdir(), 'memory-plus-bench-snapshots');

/** Sessions as a server keeps them: class instances, plain objects, closures, maps, weak maps, texts. */
const program = `
const count = Number(process.argv[1]);
class Session { constructor(id) { this.id = id; this.user = { name: 'user ' + (id % 1000), tags: ['a', 'b' + (id % 7)] }; this.touch = () => id; } }
const list = [], byKey = new Map(), notes = new WeakMap();
for (let id = 0; id < count; id++) {
  const session = new Session(id);
  list.push(session);
  if (id % 10 === 0) { notes.set(session, { text: 'note ' + id }); byKey.set('key ' + id, { id, kind: id % 5, next: list[id >> 1] }); }
}
Object.assign(globalThis, { list, byKey, notes });
require('node:v8').writeHeapSnapshot(process.argv[2]);`;

/** @param {string} name @param {number} sessions */
export function realSnapshot(name, sessions) {
  const path = join(folder, `${name}-${sessions}.heapsnapshot`);
  if (existsSync(path)) return path;
  mkdirSync(folder, { recursive: true });
  const { status, stderr } = spawnSync(
    process.execPath,
    ['--max-old-space-size=8000', '-e', program, String(sessions), `${path}.partial`],
    { encoding: 'utf8', stdio: ['ignore', 'ignore', 'pipe'] },
  );
  if (status !== 0) throw new Error(`The snapshot ${name} could not be made.\n${stderr}`);
  renameSync(`${path}.partial`, path);
  return path;
}

/** A list of records with a text each, written as V8 would, of about as many bytes as asked for. @param {number} bytes */
export async function hugeSnapshot(bytes) {
  const records = Math.ceil(bytes / 118);
  const path = join(folder, `huge-${records}.heapsnapshot`);
  if (existsSync(path)) return path;
  mkdirSync(folder, { recursive: true });
  const file = createWriteStream(`${path}.partial`, { highWaterMark: 1 << 22 });
  const write = async (/** @type {string} */ text) => file.write(text) || (await once(file, 'drain'));
  const rows = async (/** @type {(record: number) => string} */ row) => {
    for (let record = 0; record < records; ) {
      let text = '';
      for (const end = Math.min(records, record + 20_000); record < end; record++) text += row(record);
      await write(text);
    }
  };
  const meta = {
    node_fields: ['type', 'name', 'id', 'self_size', 'edge_count', 'trace_node_id', 'detachedness'],
    node_types: [['synthetic', 'object', 'string'], 'string', 'number', 'number', 'number', 'number', 'number'],
    edge_fields: ['type', 'name_or_index', 'to_node'],
    edge_types: [['element', 'property', 'shortcut', 'weak'], 'string_or_number', 'node'],
    location_fields: ['object_index', 'script_id', 'line', 'column'],
  };
  const header = { meta, node_count: 2 + 2 * records, edge_count: 1 + 2 * records, trace_function_count: 0 };
  await write(`{"snapshot":${JSON.stringify(header)},\n"nodes":[0,0,1,0,1,0,0\n,1,1,3,16,${records},0,0\n`);
  await rows((record) => `,1,2,${4 * record + 5},56,1,0,0\n,2,${record + 4},${4 * record + 7},32,0,0,0\n`);
  await write('],\n"edges":[2,3,7\n');
  await rows((record) => `,0,${record},${7 * (2 + 2 * record)}\n`);
  await rows((record) => `,1,3,${7 * (3 + 2 * record)}\n`);
  await write(
    '],\n"trace_function_infos":[],\n"trace_tree":[],\n"samples":[],\n"locations":[],\n"strings":["","Array","Record","text"',
  );
  await rows((record) => `,\n"the text of record number ${record}"`);
  file.end(']}');
  await once(file, 'close');
  renameSync(`${path}.partial`, path);
  return path;
}
