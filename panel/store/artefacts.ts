import type { DevToolName, Row } from '@memory-plus/core/model';
import { devToolNames } from '@memory-plus/core/model';
import type { SourceState } from './source-state.ts';

/** A developers' tool that may be what holds an entry, and what shows that it is there. */
export interface Artefact {
  readonly name: DevToolName;
  readonly evidence: string;
}

/** Which entries a tool can be the reason of: those for frameworks hold components, and the elements that these refer to. */
const holds: Readonly<Record<DevToolName, readonly Row<'retained'>['what'][]>> = {
  'React Fast Refresh': ['component', 'node'],
  'React DevTools': ['component', 'node'],
  'Vue DevTools': ['component', 'node'],
  'Preact DevTools': ['component', 'node'],
  'Redux DevTools': ['watched'],
};

/** The tools in a page, with how each is known. */
export function toolsIn({ capabilities }: Pick<SourceState, 'capabilities'>): readonly Artefact[] {
  return devToolNames.flatMap((name) => {
    const row = capabilities.get(name);
    return row?.available ? [{ name, evidence: row.detail }] : [];
  });
}

export function artefactsOf(
  state: Pick<SourceState, 'capabilities'>,
  { what }: Pick<Row<'retained'>, 'what'>,
): readonly Artefact[] {
  return toolsIn(state).filter(({ name }) => holds[name].includes(what));
}
