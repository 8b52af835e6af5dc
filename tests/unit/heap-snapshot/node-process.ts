import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * The Node that runs this and, in `npm run test:nodes`, the others: their programs are named in MEMORY_PLUS_NODES, one a line.
 */
export const nodes: readonly string[] = [
  process.execPath,
  ...(process.env.MEMORY_PLUS_NODES ?? '').split('\n').filter((path) => path !== ''),
];

/** `v20.19.0` and the like. */
export function versionOf(node: string): string {
  return execFileSync(node, ['--version'], { encoding: 'utf8' }).trim();
}

/**
 * Runs a program and returns the snapshots that it wrote, by name, as bytes. It finds the functions `write(name)`, which is
 * `v8.writeHeapSnapshot`, and `file(name)`, the path that a snapshot of this name goes to.
 */
export function snapshotsOf<N extends string>(
  program: string,
  names: readonly N[],
  node: string = process.execPath,
  options: readonly string[] = [],
): Record<N, Uint8Array> {
  const folder = mkdtempSync(join(tmpdir(), 'memory-plus-'));
  const head = `const file = (name) => process.argv[1] + '/' + name;
const write = (name) => require('node:v8').writeHeapSnapshot(file(name));\n`;
  try {
    execFileSync(node, [...options, '-e', head + program, folder], {
      stdio: ['ignore', 'ignore', 'inherit'],
      timeout: 120_000,
    });
    return Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, name))])) as Record<
      string,
      Uint8Array
    > as Record<N, Uint8Array>;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
