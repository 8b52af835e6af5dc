import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { median } from '../report.mjs';

/** A process of its own that answers messages; `ready` is the first that it sends. */
export async function startChild(script, args = [], execArgv = []) {
  const child = fork(fileURLToPath(new URL(script, import.meta.url)), args, { execArgv });
  const [ready] = await once(child, 'message');
  return {
    ready,
    /** Sends `message` and resolves with the answer. */
    async ask(message) {
      child.send(message);
      const [answer] = await once(child, 'message');
      return answer;
    },
    async end() {
      if (child.exitCode !== null) return;
      child.kill();
      await once(child, 'exit');
    },
  };
}

/** Microseconds of processor time that the process took while `work` ran. */
export async function cpuDuring(child, work) {
  const before = await child.ask('usage');
  await work();
  const after = await child.ask('usage');
  return after.cpu - before.cpu;
}

/** A figure from paired runs: the median of the pairs, and in its name how far they lay apart. Without `most` it has no target. */
export function pairedFigure(name, values, unit, most = null) {
  const sorted = values.toSorted((a, b) => a - b);
  const spread = `${values.length} pairs, ${sorted[0]?.toFixed(3)} to ${sorted.at(-1)?.toFixed(3)}`;
  const value = median(values);
  return {
    name: `${name} (${spread})`,
    value,
    unit,
    target: most === null ? '' : `≤ ${most}`,
    holds: most === null || value <= most,
  };
}
