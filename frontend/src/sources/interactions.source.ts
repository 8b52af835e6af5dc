import type { MetricSource } from '@memory-plus/core/model';
import type { PageEnvironment } from '../platform/environment.ts';
import { cut, describeNode } from '../platform/text.ts';
import { observeEntries, reports } from './observe.ts';

/** The Event Timing API reports nothing shorter. */
export const shortestEvent = 16;
/** Interactions reported of one batch of the browser: the longest. */
export const maxPerBatch = 20;

interface EventEntry extends PerformanceEntry {
  readonly processingStart: number;
  readonly processingEnd: number;
  readonly interactionId?: number;
  readonly target: unknown;
}

/** Clicks, taps and keys that took longer than the threshold until the next paint. Of one interaction's events the longest is told. */
export const interactionsSource: MetricSource<PageEnvironment> = {
  name: 'interactions',
  group: 'interactions',
  support: (environment) =>
    reports(environment, 'event')
      ? { available: true, detail: 'clicks, taps and keys until the next paint, in steps of 8 ms' }
      : { available: false, because: 'this browser has no Event Timing API' },
  start(environment, emit, settings) {
    if (!reports(environment, 'event')) return () => {};
    const { origin } = environment.natives;
    return observeEntries(environment, 'event', { durationThreshold: shortestEvent }, (entries) => {
      const targets = targetsOf(entries as readonly EventEntry[]);
      for (const entry of longest(entries as readonly EventEntry[], settings().slowRender)) {
        emit('interactions', {
          at: origin + entry.startTime,
          duration: entry.duration,
          delay: Math.max(0, entry.processingStart - entry.startTime),
          processing: Math.max(0, entry.processingEnd - entry.processingStart),
          name: cut(entry.name),
          target: targets.get(entry.interactionId ?? 0) ?? '',
        });
      }
    });
  },
};

/** What each interaction happened on: its longest event may have lost it. */
function targetsOf(entries: readonly EventEntry[]): Map<number, string> {
  const targets = new Map<number, string>();
  for (const { interactionId, target } of entries)
    if (interactionId && target && !targets.has(interactionId)) targets.set(interactionId, describeNode(target));
  return targets;
}

function longest(entries: readonly EventEntry[], threshold: number): readonly EventEntry[] {
  const byInteraction = new Map<number, EventEntry>();
  for (const entry of entries) {
    const id = entry.interactionId ?? 0;
    if (id === 0 || entry.duration <= threshold) continue;
    const known = byInteraction.get(id);
    if (!known || known.duration < entry.duration) byInteraction.set(id, entry);
  }
  return [...byInteraction.values()].sort((a, b) => b.duration - a.duration).slice(0, maxPerBatch);
}
