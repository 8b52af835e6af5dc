import type { Row } from '@memory-plus/core/model';
import type { SourceState } from './source-state.ts';

/** Abilities that a document tells of and that are not about a framework. */
const sources: ReadonlySet<string> = new Set([
  'heap',
  'collections',
  'frames',
  'interactions',
  'dom',
  'caches',
  'retained',
  'lifecycle',
  'monitor',
]);

/** What a document tells about the frameworks in it: name, version and build, and what they let Memory+ see. */
export function frameworksOf(page: SourceState | undefined): Row<'capabilities'>[] {
  return [...(page?.capabilities.values() ?? [])].filter(({ name }) => !sources.has(name));
}
