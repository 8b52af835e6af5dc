import { readFileSync } from 'node:fs';
import { parseRecording, type Recording, RecordingError } from '@memory-plus/core/recording';
import { InputError, messageOf } from './errors.ts';

/** Reads a recording, `-` from standard input. Throws an `InputError` that names the file and the reason. */
export function readRecording(path: string): Recording {
  const name = path === '-' ? 'standard input' : path;
  try {
    return parseRecording(readText(path, name));
  } catch (error) {
    if (error instanceof RecordingError) throw new InputError(`${name}: ${error.message}`);
    throw error;
  }
}

function readText(path: string, name: string): string {
  try {
    return readFileSync(path === '-' ? 0 : path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT') throw new InputError(`${name}: there is no such file.`);
    if (code === 'EISDIR') throw new InputError(`${name} is a folder; give the file of an exported recording.`);
    if (code === 'EACCES') throw new InputError(`${name} may not be read by this user.`);
    if (code === 'ERR_STRING_TOO_LONG' || code === 'ERR_FS_FILE_TOO_LARGE')
      throw new InputError(`${name} is too large to be read at once; export a shorter recording.`);
    throw new InputError(`${name} cannot be read: ${messageOf(error)}`);
  }
}
