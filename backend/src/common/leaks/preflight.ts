import type { Bytes, Milliseconds } from '@memory-plus/core/model';
import type { Preflight } from '@memory-plus/core/protocol/backend';

/** What a snapshot costs follows the number of objects, not the megabytes they take. Upper ends of what was measured. */
const pausePerNode: Milliseconds = 0.006;
const memoryPerNode: Bytes = 400;
const diskPerNode: Bytes = 80;
/** A heap of small objects; others have far fewer. Used until a snapshot of this process has told. */
const assumedNodesPerByte = 32_000 / (1024 * 1024);

export interface PreflightInput {
  readonly heapUsed: Bytes;
  readonly heapLimit: Bytes;
  /** Of an earlier snapshot of this process, or null. */
  readonly nodesPerByte: number | null;
  readonly availableMemory: Bytes;
  readonly availableDisk: Bytes;
  readonly longestPause: Milliseconds;
}

/** Predicts what a snapshot would cost now, and refuses one that could kill the process. */
export function preflight(input: PreflightInput): Preflight {
  const { heapUsed, nodesPerByte, availableMemory, availableDisk } = input;
  const nodes = Math.ceil(heapUsed * (nodesPerByte ?? assumedNodesPerByte));
  const plan = {
    nodes,
    basis: nodesPerByte === null ? ('assumed' as const) : ('measured' as const),
    pause: nodes * pausePerNode,
    memory: nodes * memoryPerNode,
    disk: nodes * diskPerNode,
    available: { memory: availableMemory, disk: availableDisk },
  };
  return { ...plan, refusal: refusalOf(plan, input) };
}

function refusalOf(
  plan: Omit<Preflight, 'refusal'>,
  { heapUsed, heapLimit, longestPause }: PreflightInput,
): string | null {
  const { memory, disk, pause, available } = plan;
  if (heapUsed > 0.9 * heapLimit) {
    return 'The heap is nearly full: a snapshot now would end the process. Restart it with a larger heap, or take one earlier.';
  }
  if (memory > available.memory) {
    return `A snapshot may need ${megabytes(memory)} of memory and ${megabytes(available.memory)} are free.`;
  }
  if (disk > available.disk) {
    return `A snapshot may need ${megabytes(disk)} of disk and ${megabytes(available.disk)} are free.`;
  }
  if (pause > longestPause) {
    return `A snapshot may stop the program for ${seconds(pause)}; at most ${seconds(longestPause)} are allowed by the settings.`;
  }
  return null;
}

function megabytes(bytes: Bytes): string {
  return `${Math.round(bytes / 1024 ** 2)} MB`;
}

function seconds(time: Milliseconds): string {
  return `${(time / 1000).toFixed(1)} s`;
}
