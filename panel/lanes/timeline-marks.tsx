import type { EpochMs } from '@memory-plus/core/model';
import type { SourceState } from '../store/source-state.ts';
import { en } from '../strings/en.ts';
import type { LaneContext } from './lane.ts';

interface Mark {
  readonly at: EpochMs;
  readonly text: string;
  readonly kind: 'mark' | 'cut';
}

/** The newest; more would be a wall. */
const mostMarks = 100;
/** A label needs so much of the axis; one that would run into the label before it is only read out. */
const labelShare = 0.08;

/** Marks, page loads and restarts, across all lanes. */
export function TimelineMarks({ context }: { context: LaneContext }) {
  const { from, to } = context;
  const marks = marksOf(context).filter(({ at }) => at >= from && at <= to);
  let labelled = Number.NEGATIVE_INFINITY;
  const roomFor = (at: EpochMs) => {
    const room = at - labelled >= labelShare * (to - from);
    if (room) labelled = at;
    return room;
  };
  return (
    <>
      {marks.slice(-mostMarks).map(({ at, text, kind }) => (
        <div
          key={`${at} ${text}`}
          class={`timeline__mark timeline__mark--${kind} ${at - from > (to - from) * 0.8 ? 'timeline__mark--left' : ''}`}
          data-testid={kind === 'mark' ? 'timeline-mark' : undefined}
          style={{ left: `${((at - from) / (to - from)) * 100}%` }}
        >
          <span class={roomFor(at) ? 'timeline__mark-label' : 'visually-hidden'}>{text}</span>
        </div>
      ))}
    </>
  );
}

function marksOf({ pages, servers }: LaneContext): Mark[] {
  const named = [...pages, ...servers].flatMap((state) =>
    state.marks.map(({ at, label }) => ({ at, text: en.lanes.mark(label), kind: 'mark' as const })),
  );
  const cut = (text: string) => (state: SourceState) => ({ at: state.source.startedAt, text, kind: 'cut' as const });
  // The first document and the first life of the server are no cut.
  const cuts = [...pages.slice(1).map(cut(en.lanes.navigation)), ...servers.slice(1).map(cut(en.lanes.restart))];
  return [...named, ...cuts].sort((a, b) => a.at - b.at);
}
