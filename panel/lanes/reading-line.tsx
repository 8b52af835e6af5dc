import type { EpochMs } from '@memory-plus/core/model';
import { formatMoment } from '../strings/format-moment.ts';
import type { Lane, LaneContext } from './lane.ts';

interface ReadingLineProps {
  readonly lanes: readonly Lane[];
  readonly context: LaneContext;
  readonly moment: EpochMs;
}

/** The line that reads every lane at one moment. */
export function ReadingLine({ lanes, context, moment }: ReadingLineProps) {
  const share = (moment - context.from) / (context.to - context.from);
  return (
    <div class={`reading ${share > 0.6 ? 'reading--left' : ''}`} style={{ left: `${share * 100}%` }}>
      <dl class="reading__values" data-testid="reading">
        <div class="reading__row">
          <dt class="reading__time">{timeOf(moment, context)}</dt>
        </div>
        {lanes.map((lane) => {
          const value = lane.at(context, moment);
          return value === null ? null : (
            <div key={lane.id} class="reading__row">
              <dt>{lane.title}</dt>
              <dd>{value}</dd>
            </div>
          );
        })}
      </dl>
    </div>
  );
}

/** The same as one text. */
export function readAll(lanes: readonly Lane[], context: LaneContext, moment: EpochMs): string {
  const read = lanes.flatMap((lane) => {
    const value = lane.at(context, moment);
    return value === null ? [] : [`${lane.title} ${value}`];
  });
  return [timeOf(moment, context), ...read].join(', ');
}

function timeOf(moment: EpochMs, { from, to, origin }: LaneContext): string {
  return formatMoment(moment - origin, to - from);
}
