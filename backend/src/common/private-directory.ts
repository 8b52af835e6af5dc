import { lstat, mkdir } from 'node:fs/promises';
import { ProblemError } from './problem.ts';

/**
 * Makes the folder if it is missing, for this user only.
 * @throws ProblemError 503 when it is there and someone else owns it or can open it, or it is no folder
 */
export async function privateDirectory(directory: string): Promise<string> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const found = await lstat(directory);
  const uid = process.getuid?.();
  const foreign = uid !== undefined && (found.uid !== uid || (found.mode & 0o077) !== 0);
  if (!found.isDirectory() || foreign) {
    throw new ProblemError(503, {
      detail: 'The folder is not private. Give one that only the user of this process can open (mode 0700).',
    });
  }
  return directory;
}
