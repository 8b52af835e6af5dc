import { readEnvironment } from '../environment.ts';
import { Database } from './database.ts';
import { describeLocation, type StorageOptions } from './location.ts';

/**
 * `npm run migration:run`: brings the tables of the database that the environment names up to date, and says what it did.
 * @throws Error when the settings are wrong or the database cannot be used
 */
export async function migrateCommand(
  environment: Readonly<Record<string, string | undefined>>,
  say: (line: string) => void,
): Promise<void> {
  const { storage } = readEnvironment(environment);
  if (storage === false) return say('Storage is off (STORAGE=false): there is nothing to migrate.');
  await migrate(storage, say);
}

async function migrate(storage: StorageOptions, say: (line: string) => void): Promise<void> {
  const where = describeLocation(storage);
  say(`Migrations of ${where}:`);
  const database = await Database.open(storage);
  try {
    const ran = await database.migrate();
    for (const name of ran) say(`- ran ${name}`);
    say(ran.length > 0 ? 'The tables are up to date now.' : 'The tables were up to date.');
  } finally {
    await database.close();
  }
}
