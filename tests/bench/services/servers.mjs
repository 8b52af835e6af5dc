// The servers that the tests start, for benches, which run on plain Node.
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

/** A real PostgreSQL for as long as `use` takes. @template T @param {(url: string) => T | Promise<T>} use @returns {Promise<T>} */
export async function withPostgres(use) {
  const file = fileURLToPath(new URL('../../backend/services/postgres.ts', import.meta.url));
  /** @type {{ module: typeof import('../../backend/services/postgres.ts') }} */
  const { module } = await runnerImport(file);
  const server = await module.startPostgres();
  try {
    return await use(server.url);
  } finally {
    await server.stop();
  }
}
