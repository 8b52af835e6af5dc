import type { MemoryLeakDetectorService } from '../services/memory-leak-detector.service.ts';

/**
 * Writes each alert and each new leak to the log, one line each: what a review of the logs is for. A leak that is found again is counted,
 * not told again. Returns what ends it.
 */
export function logLeaks(
  detector: Pick<MemoryLeakDetectorService, 'record'>,
  log: { warn(message: string): void },
): () => void {
  return detector.record({
    alert: ({ state, rule, level, detail }) => log.warn(`Alert ${state}: ${rule} (${level}). ${detail}`),
    report: ({ id, state, sentences, sites }) => {
      if (state !== 'new') return;
      const places = sites.slice(0, 3).map(({ function: name, script }) => `${name} (${script})`);
      const where = places.length > 0 ? ` It grows at ${places.join(', ')}.` : '';
      log.warn(`Leak ${id}: ${sentences.join(' ')}${where} See GET /api/monitoring/memory/leaks.`);
    },
    cleared: () => {},
  });
}
