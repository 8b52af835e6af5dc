import type { Panel } from './panel.ts';
import type { SourceState } from './source-state.ts';

/** Documents of the chosen frame, oldest first: each navigation adds one. Of the stretch that was selected, else of the whole recording. */
export function documentsOf(panel: Panel): readonly SourceState[] {
  return documentsIn(panel.shown.value, panel);
}

/** Lives of servers, oldest first: each restart adds one. Of the stretch that was selected, else of the whole recording. */
export function serversOf(panel: Panel): readonly SourceState[] {
  return serversIn(panel.shown.value);
}

/** The same of the whole recording, whatever was selected. */
export function allDocumentsOf(panel: Panel): readonly SourceState[] {
  return documentsIn(panel.model.value.states, panel);
}

export function allServersOf(panel: Panel): readonly SourceState[] {
  return serversIn(panel.model.value.states);
}

function documentsIn(states: readonly SourceState[], panel: Panel): readonly SourceState[] {
  const frame = panel.selection.frame.value;
  return byStart(states.filter(({ source }) => source.kind === 'page' && source.frame === frame));
}

function serversIn(states: readonly SourceState[]): readonly SourceState[] {
  return byStart(states.filter(({ source }) => source.kind === 'server'));
}

/** The lives of one server, by the address that it was reached at. */
export interface ServerGroup {
  readonly url: string;
  readonly name: string;
  /** Its place among the servers of the recording: names its colour and dash. */
  readonly slot: number;
  /** Oldest first; at least one. */
  readonly lives: readonly SourceState[];
}

/** Lives by server, in the order in which the servers were first seen. */
export function groupServers(servers: readonly SourceState[]): readonly ServerGroup[] {
  const groups = new Map<string, SourceState[]>();
  for (const state of [...servers].sort((a, b) => a.index - b.index))
    groups.set(state.source.url, [...(groups.get(state.source.url) ?? []), state]);
  return [...groups].map(([url, states], slot) => {
    const lives = byStart(states);
    const last = lives.at(-1)?.source;
    return { url, name: last?.kind === 'server' ? last.name : url, slot, lives };
  });
}

function byStart(states: SourceState[]): SourceState[] {
  return states.sort((a, b) => a.source.startedAt - b.source.startedAt);
}
