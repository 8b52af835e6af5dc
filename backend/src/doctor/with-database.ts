import { historySchema } from '@memory-plus/core/protocol/backend';
import { Database } from '../storage/database.ts';
import { describeLocation } from '../storage/location.ts';
import { type DoctorContext, type Finding, failed, noFile, ok, skipped } from './check.ts';

const fix = 'Start the database, and check DATABASE_URL: host, port, user, password, name of the database.';

/** The server has the embedded database to itself, so while it runs it is asked instead. */
export async function withDatabase(
  { file, server }: DoctorContext,
  look: (database: Database, where: string) => Promise<Finding>,
): Promise<Finding> {
  if (!file) return noFile;
  if (!file.settings) return skipped('The settings are wrong, see above.');
  const { storage } = file.settings;
  if (storage === false) return skipped('Storage is off (STORAGE=false): everything ends with the process.');
  const where = describeLocation(storage);
  if ('directory' in storage) {
    const answer = await server.api('history', historySchema).catch(() => null);
    if (answer?.kept === 'database') return ok(`The server uses ${where}, which it brings up to date at its start.`);
  }
  let database: Database;
  try {
    database = await Database.open(storage);
  } catch (error) {
    return failed(`${where} cannot be used: ${error instanceof Error ? error.message : String(error)}`, fix);
  }
  try {
    return await look(database, where);
  } finally {
    await database.close();
  }
}
