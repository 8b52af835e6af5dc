import { frameworkNames, type Row } from '@memory-plus/core/model';
import type { SourceState } from './source-state.ts';

const known: ReadonlySet<string> = new Set(frameworkNames);

/** What a document tells about the frameworks in it: name, version and build, and what they let Memory+ see. */
export function frameworksOf(page: SourceState | undefined): Row<'capabilities'>[] {
  return [...(page?.capabilities.values() ?? [])].filter(({ name }) => known.has(name));
}
