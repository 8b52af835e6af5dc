import type { Row } from '@memory-plus/core/model';

/** What made a component render: see `slowRenders.reason` of the recording. */
export const reasonKinds = ['mount', 'props', 'state', 'context', 'parent', 'untold'] as const;
export type ReasonKind = (typeof reasonKinds)[number];

export interface ReasonCount {
  readonly kind: ReasonKind;
  /** Slow renders that had it; one may have several. */
  readonly renders: number;
  /** Names of the props that had changed, with how often: most frequent first. */
  readonly props: readonly { readonly name: string; readonly renders: number }[];
}

/** Props that are told apart. */
const mostProps = 50;

/** Why slow renders happened, the most frequent reason first. */
export function countReasons(renders: readonly Pick<Row<'slowRenders'>, 'phase' | 'reason'>[]): ReasonCount[] {
  const counts = new Map<ReasonKind, number>();
  const props = new Map<string, number>();
  for (const render of renders) {
    const { kinds, names } = readReason(render);
    for (const kind of kinds) counts.set(kind, (counts.get(kind) ?? 0) + 1);
    for (const name of names)
      if (props.has(name) || props.size < mostProps) props.set(name, (props.get(name) ?? 0) + 1);
  }
  return [...counts]
    .map(([kind, count]) => ({
      kind,
      renders: count,
      props: kind === 'props' ? [...props].map(([name, times]) => ({ name, renders: times })).sort(byRenders) : [],
    }))
    .sort(byRenders);
}

/** "props (items, onPick), state" as kinds and names. What cannot be read is untold. */
function readReason({ phase, reason }: Pick<Row<'slowRenders'>, 'phase' | 'reason'>) {
  if (phase === 'mount') return { kinds: ['mount'] as const, names: [] };
  if (reason === null) return { kinds: ['untold'] as const, names: [] };
  const props = reason.startsWith(propsHead);
  // A reason that was too long has no end.
  const end = props ? Math.max(reason.lastIndexOf(')'), 0) || reason.length : 0;
  const others = reason.slice(props ? end + 1 : 0).split(', ');
  const kinds: ReasonKind[] = props ? ['props'] : [];
  for (const kind of ['state', 'context', 'parent'] as const) if (others.includes(kind)) kinds.push(kind);
  const names = props ? reason.slice(propsHead.length, end).split(', ') : [];
  return {
    kinds: kinds.length > 0 ? kinds : (['untold'] as const),
    names: names.filter((name) => name !== '' && !name.endsWith('…')),
  };
}

const propsHead = 'props (';

function byRenders(a: { readonly renders: number }, b: { readonly renders: number }): number {
  return b.renders - a.renders;
}
