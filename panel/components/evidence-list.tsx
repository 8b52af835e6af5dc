import { sayBytes, sayDuration, sayRate } from '@memory-plus/core/analysis';
import type { Evidence } from '@memory-plus/core/model';
import { en } from '../strings/en.ts';
import { formatCount } from '../strings/format.ts';

const text = en.leaks;

/** All that a verdict rests on, with its units. */
export function EvidenceList({ evidence }: { evidence: Evidence }) {
  const { rate, points, collections, window, floor, timeToLimit, how } = evidence;
  const rows: readonly (readonly [string, string])[] = [
    [text.points, formatCount(points)],
    [text.collections, collections === null ? text.unseen : formatCount(collections)],
    [text.rate, rate ? sayRate(rate) : text.unknown],
    [text.window, window ? sayDuration(window.to - window.from) : text.unknown],
    [text.floor, floor ? text.to(sayBytes(floor.first), sayBytes(floor.last)) : text.unknown],
    [text.timeToLimit, timeToLimit ? sayTimeToLimit(timeToLimit) : text.unknown],
    [text.how, how],
  ];
  return (
    <dl class="facts" aria-label={text.evidence}>
      {rows.map(([name, value]) => (
        <div key={name} class="facts__item">
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function sayTimeToLimit({ low, high }: NonNullable<Evidence['timeToLimit']>): string {
  return high === null ? text.orLater(sayDuration(low)) : text.between(sayDuration(low), sayDuration(high));
}
