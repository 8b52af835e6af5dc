import { createWriteStream, type Stats } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { redactSnapshot, SnapshotError } from '@memory-plus/core/heap-snapshot';
import { asFileError, FileError, openSnapshot } from './read.ts';

/**
 * Writes a redacted copy, compressed when `target` ends in `.gz`, readable by its owner only. The target appears when it is
 * complete and not before. Returns its size in bytes.
 */
export async function redactFile(source: string, target: string, overwrite: boolean): Promise<number> {
  await requireFolder(target);
  if (await isSameFile(source, target))
    throw new FileError(`${target} is the snapshot itself: it would be lost. Name another file for the redacted copy.`);
  if ((await statOrNull(target)) && !overwrite)
    throw new FileError(`${target} exists already. Name another file, or add --force.`);
  const { chunks } = await openSnapshot(source);
  const partial = `${target}.partial`;
  const redacted = Readable.from(redactSnapshot(chunks), { objectMode: true });
  const file = createWriteStream(partial, { mode: 0o600 });
  try {
    if (target.endsWith('.gz')) await pipeline(redacted, createGzip(), file);
    else await pipeline(redacted, file);
    await rename(partial, target);
    return (await stat(target)).size;
  } catch (error) {
    await rm(partial, { force: true });
    if (error instanceof SnapshotError) throw new SnapshotError(error.problem, `${source}: ${error.message}`);
    throw asFileError(target, error);
  }
}

async function requireFolder(target: string): Promise<void> {
  const folder = dirname(target);
  if (!(await statOrNull(folder))?.isDirectory())
    throw new FileError(`${folder}: there is no such folder. Make it first.`);
}

/** Also by another name: a link, or a path that is written differently. */
async function isSameFile(one: string, other: string): Promise<boolean> {
  const [a, b] = [await statOrNull(one), await statOrNull(other)];
  return a !== null && b !== null && a.ino === b.ino && a.dev === b.dev;
}

function statOrNull(path: string): Promise<Stats | null> {
  return stat(path).catch(() => null);
}
