import { readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import os from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { ManagedTimers } from '../../common/utils/managed-timers.ts';

const beat = 5_000;
/** A holder that gave no sign for this long is gone, whoever has its number now. */
const silence = 30_000;
const holderSchema = z.object({ pid: z.number().int().positive(), host: z.string() });

/**
 * One process at a time may open an embedded database: two would destroy it. Returns what gives it back.
 * @throws Error that names the process that has it
 */
export async function lockDirectory(directory: string): Promise<() => Promise<void>> {
  const path = join(directory, 'lock.json');
  await take(path);
  const timers = new ManagedTimers();
  timers.interval(() => void utimes(path, new Date(), new Date()).catch(() => {}), beat);
  return async () => {
    timers.clear();
    await rm(path, { force: true });
  };
}

async function take(path: string): Promise<void> {
  const me = JSON.stringify({ pid: process.pid, host: os.hostname() });
  for (let tries = 0; tries < 2; tries++) {
    try {
      // `wx`: of two that try at once, one gets it.
      await writeFile(path, me, { flag: 'wx', mode: 0o600 });
      return;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
      const holder = await holderOf(path);
      if (holder !== null) throw inUse(holder);
      await rm(path, { force: true });
    }
  }
  throw inUse('another process');
}

/** Null when whoever wrote the file is gone. */
async function holderOf(path: string): Promise<string | null> {
  const text = await readFile(path, 'utf8').catch(() => '');
  const written = await stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  );
  if (Date.now() - written > silence) return null;
  const { data } = holderSchema.safeParse(parse(text));
  if (!data) return 'a process that is starting';
  if (data.host !== os.hostname()) return `process ${data.pid} on ${data.host}`;
  // Containers give every process the same number: a file with our own number was left by the one before us.
  return data.pid !== process.pid && isAlive(data.pid) ? `process ${data.pid}` : null;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function inUse(holder: string): Error {
  return new Error(
    `The embedded database is in use by ${holder}. Give each server a folder of its own, or one PostgreSQL to all of them (DATABASE_URL).`,
  );
}
