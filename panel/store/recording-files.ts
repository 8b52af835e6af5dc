import type { EpochMs } from '@memory-plus/core/model';

/** `memory-plus-renders-2026-03-02T09-00-00.csv` */
export function fileName(now: EpochMs, ending: string, content?: string): string {
  const moment = new Date(now).toISOString().slice(0, 19).replaceAll(':', '-');
  return ['memory-plus', content, `${moment}.${ending}`].filter(Boolean).join('-');
}
