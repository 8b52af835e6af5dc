import type { Milliseconds } from '@memory-plus/core/model';

/** True when `work` ended within `time`, false when not. Rejects as `work` does. Leaves no timer behind. */
export async function withDeadline(work: Promise<unknown>, time: Milliseconds): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), time);
  });
  try {
    return await Promise.race([work.then(() => true), late]);
  } finally {
    clearTimeout(timer);
  }
}
