import { join } from 'node:path';
import { optionalModule } from '../optional-module.ts';
import { lockDirectory } from './directory-lock.ts';
import type { Answer, Question } from './messages.ts';

// Ctrl-C in a terminal reaches this process too. It ends when its parent has written what was left and lets go of it.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});

const directory = process.argv[2] ?? '';
const { PGlite } = await optionalModule(
  '@electric-sql/pglite',
  'Embedded storage',
  () => import('@electric-sql/pglite'),
).catch(end);
const unlock = await lockDirectory(directory).catch(end);
const database = await PGlite.create(join(directory, 'pglite')).catch(end);
process.on('message', ({ id, sql, parameters }: Question) => {
  run(sql, parameters).then(
    (result) => send({ id, result }),
    (error: unknown) => send({ id, failure: failureOf(error) }),
  );
});
process.on('disconnect', () => void close().finally(() => process.exit()));
send({ id: 0, result: { rows: [], rowCount: 0 } });

async function close(): Promise<void> {
  await database.close();
  await unlock();
}

function end(error: unknown): never {
  send({ id: 0, failure: failureOf(error) });
  process.disconnect();
  process.exit(1);
}

/** Several statements at once are allowed where there are no parameters; the last one's rows are the answer. */
async function run(sql: string, parameters: readonly unknown[]) {
  const results = parameters.length > 0 ? [await database.query(sql, [...parameters])] : await database.exec(sql);
  const last = results.at(-1);
  return { rows: last?.rows ?? [], rowCount: last?.affectedRows || (last?.rows.length ?? 0) };
}

function send(answer: Answer): void {
  if (process.connected) process.send?.(answer);
}

function failureOf(error: unknown): { message: string; code: string | null } {
  if (!(error instanceof Error)) return { message: String(error), code: null };
  return { message: error.message, code: 'code' in error && typeof error.code === 'string' ? error.code : null };
}
