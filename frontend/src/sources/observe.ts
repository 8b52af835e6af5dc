import type { Stop } from '@memory-plus/core/model';
import type { PageEnvironment } from '../platform/environment.ts';

/** Whether the browser reports performance entries of `type`. */
export function reports({ natives }: PageEnvironment, type: string): boolean {
  return natives.PerformanceObserver?.supportedEntryTypes?.includes(type) === true;
}

/** Hands over the entries of `type` that begin from now on, in the batches of the browser. */
export function observeEntries(
  { natives, guard }: PageEnvironment,
  type: string,
  options: { readonly durationThreshold?: number },
  take: (entries: readonly PerformanceEntry[]) => void,
): Stop {
  if (!natives.PerformanceObserver) return () => {};
  const observer = new natives.PerformanceObserver((list) => guard(() => take(list.getEntries())));
  observer.observe({ type, ...options });
  return () => observer.disconnect();
}
