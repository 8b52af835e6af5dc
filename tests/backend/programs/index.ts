import { asyncContexts } from './async-contexts.ts';
import { healthy } from './healthy.ts';
import { listeners } from './listeners.ts';
import { maps } from './maps.ts';
import type { Program } from './program.ts';
import { promises } from './promises.ts';
import { requestLogs } from './request-logs.ts';
import { slicedStrings } from './sliced-strings.ts';
import { timers } from './timers.ts';

/** Leaking programs, each with its clean twin, and clean ones that look like a leak for a while. */
export const programs: readonly Program[] = [
  ...listeners,
  ...maps,
  ...promises,
  ...timers,
  ...asyncContexts,
  ...slicedStrings,
  ...requestLogs,
  ...healthy,
];
