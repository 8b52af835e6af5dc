import { alertsLane } from './alerts.lane.ts';
import { collectionsLane } from './collections.lane.ts';
import type { Lane } from './lane.ts';
import { listenersLane } from './listeners.lane.ts';
import { nodesLane } from './nodes.lane.ts';
import { pageHeapLane } from './page-heap.lane.ts';
import { eventLoopLane, heapSpacesLane, pausesLane, rssLane } from './process-memory.lane.ts';
import { requestsLane } from './requests.lane.ts';
import { serverHeapDetailLane, serverHeapLane } from './server-heap.lane.ts';
import { slowLane } from './slow.lane.ts';

/** Lanes of the overview, from the top. */
export const overviewLanes: readonly Lane[] = [
  pageHeapLane,
  requestsLane,
  serverHeapLane,
  nodesLane,
  listenersLane,
  slowLane,
  collectionsLane,
  alertsLane,
];

/** Lanes of the backend view: of the chosen server, below those of all where there are several. */
export const backendLanes: readonly Lane[] = [
  { ...serverHeapLane, present: ({ servers }) => new Set(servers.map(({ source }) => source.url)).size > 1 },
  serverHeapDetailLane,
  rssLane,
  heapSpacesLane,
  eventLoopLane,
  pausesLane,
];
