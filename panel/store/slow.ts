import type { EpochMs, How, Milliseconds, Row } from '@memory-plus/core/model';
import { ComponentBook, type ComponentTotals } from './component-book.ts';
import type { SourceState } from './source-state.ts';

/** A component with its slow renders at the present threshold. */
export interface SlowComponent {
  readonly component: string;
  readonly worst: Milliseconds;
  readonly worstAt: EpochMs;
  readonly slow: number;
  readonly how: How;
  /** Null where its renders were not added up (an older or foreign recording). */
  readonly totals: ComponentTotals | null;
}

export function slowRendersOf(pages: readonly SourceState[], threshold: Milliseconds): Row<'slowRenders'>[] {
  return pages.flatMap((page) => page.slowRenders.filter(({ duration }) => duration > threshold));
}

export function slowFramesOf(pages: readonly SourceState[], threshold: Milliseconds): Row<'frames'>[] {
  return pages.flatMap((page) => page.frames.filter(({ duration }) => duration > threshold));
}

/** Components with slow renders, the worst first. */
export function slowComponents(pages: readonly SourceState[], threshold: Milliseconds): SlowComponent[] {
  const totals = new Map(totalsOf(pages).map((entry) => [entry.component, entry]));
  const found = new Map<string, SlowComponent>();
  for (const { component, duration, at, how } of slowRendersOf(pages, threshold)) {
    const known = found.get(component);
    const worse = !known || duration > known.worst;
    found.set(component, {
      component,
      worst: worse ? duration : known.worst,
      worstAt: worse ? at : known.worstAt,
      slow: (known?.slow ?? 0) + 1,
      how: worse ? how : known.how,
      totals: totals.get(component) ?? null,
    });
  }
  return [...found.values()].sort((a, b) => b.worst - a.worst);
}

/** All components of all documents, each once. */
export function totalsOf(pages: readonly SourceState[]): ComponentTotals[] {
  return ComponentBook.merged(pages.map((page) => page.components)).totals();
}

export function commitsOf(pages: readonly SourceState[]): number {
  return pages.reduce((sum, page) => sum + page.commitCount, 0);
}
