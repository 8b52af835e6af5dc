import { aborts } from './aborts.ts';
import { asyncContexts } from './async-contexts.ts';
import { bodies } from './buffers.ts';
import { healthy } from './healthy.ts';
import { listeners } from './listeners.ts';
import { maps } from './maps.ts';
import { memos } from './memos.ts';
import { once } from './once.ts';
import type { Program } from './program.ts';
import { promises } from './promises.ts';
import { races } from './races.ts';
import { requestLogs } from './request-logs.ts';
import { slicedStrings } from './sliced-strings.ts';
import { timers } from './timers.ts';
import { weakMaps } from './weak-maps.ts';

/** Leaking programs, each with its clean twin, and clean ones that look like a leak for a while. */
export const programs: readonly Program[] = [
  ...listeners,
  ...maps,
  ...promises,
  ...timers,
  ...asyncContexts,
  ...slicedStrings,
  ...requestLogs,
  ...aborts,
  bodies,
  ...memos,
  ...once,
  ...races,
  ...weakMaps,
  ...healthy,
];
