import type { ColorName, Trace } from '../charts/trace.ts';
import { groupServers, type ServerGroup } from '../store/documents.ts';
import type { LaneContext } from './lane.ts';

const colors: readonly ColorName[] = ['server', 'server2', 'server3', 'server4'];
const dashes: readonly Trace['kind'][] = ['line', 'dashed', 'dotted', 'dash-dotted'];

/** How a server is drawn: told apart by its colour and, without colours, by its dash. Eight servers have eight styles. */
export function styleOf(slot: number): { readonly color: ColorName; readonly kind: Trace['kind'] } {
  return {
    color: colors[slot % colors.length] ?? 'server',
    kind: dashes[(slot + Math.floor(slot / colors.length)) % dashes.length] ?? 'line',
  };
}

/** The server that was chosen, else the first. */
export function chosenServer({ servers, server }: Pick<LaneContext, 'servers' | 'server'>): ServerGroup | null {
  const groups = groupServers(servers);
  return groups.find(({ url }) => url === server) ?? groups[0] ?? null;
}

/** `old_space` → "old" */
export function spaceName(name: string): string {
  return name.replace(/_space$/, '').replaceAll('_', ' ');
}
