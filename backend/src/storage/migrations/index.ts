import { CreateTables1764000000000 } from './1764000000000-create-tables.ts';

/** In the order in which they run. One that was released is never changed: a new one is added at the end. */
export const migrations = [CreateTables1764000000000] as const;
