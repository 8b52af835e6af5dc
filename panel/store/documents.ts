import type { Panel } from './panel.ts';
import type { SourceState } from './source-state.ts';

/** Documents of the chosen frame, oldest first: each navigation adds one. */
export function documentsOf(panel: Panel): readonly SourceState[] {
  const frame = panel.selection.frame.value;
  return byStart(panel.model.value.states.filter(({ source }) => source.kind === 'page' && source.frame === frame));
}

/** Lives of servers, oldest first: each restart adds one. */
export function serversOf(panel: Panel): readonly SourceState[] {
  return byStart(panel.model.value.states.filter(({ source }) => source.kind === 'server'));
}

function byStart(states: SourceState[]): SourceState[] {
  return states.sort((a, b) => a.source.startedAt - b.source.startedAt);
}
