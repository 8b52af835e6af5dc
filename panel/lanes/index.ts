import { collectionsLane } from './collections.lane.ts';
import { bytesAxis, type Lane } from './lane.ts';
import { nodesLane } from './nodes.lane.ts';
import { pageHeapLane } from './page-heap.lane.ts';
import { eventLoopLane, rssLane } from './process-memory.lane.ts';
import { requestsLane } from './requests.lane.ts';
import { serverHeapLane } from './server-heap.lane.ts';
import { slowLane } from './slow.lane.ts';

/** Lanes of the overview, from the top. */
export const overviewLanes: readonly Lane[] = [
  pageHeapLane,
  requestsLane,
  serverHeapLane,
  nodesLane,
  slowLane,
  collectionsLane,
];

/** Lanes of the backend view. */
export const backendLanes: readonly Lane[] = [
  { ...serverHeapLane, size: 'large', axis: bytesAxis(2), testId: 'backend-heap-chart' },
  rssLane,
  eventLoopLane,
];
