// One measurement in a process of its own: node measure.mjs <tool> <file> <bundle>. Prints JSON: wall and CPU seconds, peak bytes; of a diff
// also the CPU seconds of its first load.
import { createReadStream } from 'node:fs';

const [tool = '', file = '', bundle = ''] = process.argv.slice(2);
const chunks = () => createReadStream(file, { highWaterMark: 1 << 20 });

/** Reading the bytes and every integer into a typed array: what any reader in JavaScript must do at least. */
async function scan() {
  let numbers = new Uint32Array(1 << 20);
  let count = 0;
  let value = 0;
  let inNumber = false;
  let inString = false;
  const kept = [];
  for await (const chunk of chunks()) {
    const bytes = /** @type {Uint8Array} */ (chunk);
    if (inString) kept.push(bytes);
    for (let at = 0; at < bytes.length; at++) {
      const byte = bytes[at];
      const digit = byte - 48;
      if (inString) {
        if (byte === 0x5c) at++;
        else if (byte === 0x22) inString = false;
      } else if (digit >>> 0 < 10) {
        value = value * 10 + digit;
        inNumber = true;
      } else {
        if (inNumber) {
          if (count === numbers.length) {
            const wider = new Uint32Array(count * 2);
            wider.set(numbers);
            numbers = wider;
          }
          numbers[count++] = value;
          value = 0;
          inNumber = false;
        }
        if (byte === 0x22) inString = true;
      }
    }
  }
  return count + kept.length;
}

/** @param {NodeJS.CpuUsage} usage */
function secondsOf({ user, system }) {
  return (user + system) / 1e6;
}

let cpu = process.cpuUsage();
/** @type {number | null} */
let firstLoad = null;

/** @type {Record<string, () => Promise<() => Promise<unknown>>>} */
const tools = {
  scan: async () => scan,
  async ours() {
    const { loadHeap, summarise } = await import(bundle);
    return async () => summarise(await loadHeap(chunks())).classCount;
  },
  async diff() {
    const { loadHeap, diffById } = await import(bundle);
    return async () => {
      const before = await loadHeap(chunks());
      firstLoad = secondsOf(process.cpuUsage(cpu));
      return diffById(before, await loadHeap(chunks())).classes.length;
    };
  },
  async devtools() {
    const { loadWithDevTools } = await import('./devtools.mjs');
    await import(bundle);
    return async () => Object.keys((await loadWithDevTools(bundle, chunks())).aggregatesWithFilter({})).length;
  },
  async memlab() {
    const { getFullHeapFromFile } = await import(bundle);
    return async () => {
      const heap = await getFullHeapFromFile(file);
      const sizes = new Map();
      heap.nodes.forEach((/** @type {{ name: string, self_size: number }} */ node) => {
        sizes.set(node.name, (sizes.get(node.name) ?? 0) + node.self_size);
      });
      return sizes.size;
    };
  },
};

const prepare = tools[tool];
if (prepare === undefined) throw new Error(`No tool is called ${tool}.`);
const run = await prepare();
cpu = process.cpuUsage();
const began = performance.now();
const classes = await run();
const wall = (performance.now() - began) / 1000;
const total = secondsOf(process.cpuUsage(cpu));
const peak = process.resourceUsage().maxRSS * 1024;
process.stdout.write(`\n${JSON.stringify({ wall, cpu: total, peak, classes, firstLoad })}\n`);
process.exit(0);
