// The releases of Node whose snapshots are tried: npm carries each as a package of one program. They stay out of `npm ci`.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const cache = new URL('../../node_modules/.cache/memory-plus-nodes/', import.meta.url);
const system = `${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
const program = process.platform === 'win32' ? 'bin/node.exe' : 'bin/node';

export const majors = [18, 20, 22, 24];

/** Installs what is missing and returns the path of each program. @returns {Map<number, string>} */
export function nodeBinaries() {
  const paths = new Map();
  for (const major of majors) {
    const folder = new URL(`${major}/`, cache);
    const path = fileURLToPath(new URL(`node_modules/node-${system}/${program}`, folder));
    if (!existsSync(path)) install(major, fileURLToPath(folder));
    paths.set(major, path);
  }
  return paths;
}

/** @param {number} major @param {string} folder */
function install(major, folder) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}/package.json`, '{ "private": true }\n');
  const args = ['install', '--no-audit', '--no-fund', '--ignore-scripts', `node-${system}@${major}`];
  const { status } = spawnSync('npm', args, {
    cwd: folder,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (status !== 0)
    throw new Error(`Node ${major} could not be installed (npm package node-${system}). Is npm online?`);
}
