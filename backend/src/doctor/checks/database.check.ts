import { type Check, ok } from '../check.ts';
import { withDatabase } from '../with-database.ts';

export const databaseCheck: Check = {
  id: 'database',
  stage: 'before deployment',
  title: 'The database can be reached',
  run: (context) =>
    withDatabase(context, async (database, where) => {
      await database.query('SELECT 1');
      return ok(`${where} answers.`);
    }),
};
