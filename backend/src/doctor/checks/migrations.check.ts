import { type Check, failed, ok } from '../check.ts';
import { withDatabase } from '../with-database.ts';

export const migrationsCheck: Check = {
  id: 'migrations',
  stage: 'before deployment',
  title: 'The tables are up to date',
  run: (context) =>
    withDatabase(context, async (database) => {
      const pending = await database.pendingMigrations();
      if (pending.length === 0) return ok('Every migration has run.');
      return failed(`Not run yet: ${pending.join(', ')}.`, 'Run: npm run migration:run');
    }),
};
