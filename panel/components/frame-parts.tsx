import type { CauseCard, FrameCause } from '@memory-plus/core/analysis';
import { en } from '../strings/en.ts';
import { formatMs } from '../strings/format.ts';

/** Names of the causes in texts and style sheets. */
export const causeKeys = {
  render: 'render',
  'garbage collection': 'collection',
  'forced layout': 'forcedLayout',
  layout: 'layout',
  script: 'script',
  unattributed: 'unattributed',
} as const satisfies Record<FrameCause, keyof typeof en.frame>;

/** Where the time of a frame went, as one bar. */
export function FrameBar({ frame }: { frame: CauseCard }) {
  return (
    <div class="shares" role="img" aria-label={en.frame.shares}>
      {frame.parts.map(({ cause, duration }) => (
        <span
          key={cause}
          class={`shares__part shares__part--${causeKeys[cause]}`}
          style={{ width: `${(duration / frame.duration) * 100}%` }}
        />
      ))}
    </div>
  );
}

/** The same in figures, with what it was: components, scripts. */
export function FrameTable({ frame }: { frame: CauseCard }) {
  return (
    <table class="table table--plain">
      <tbody>
        {frame.parts.map(({ cause, duration, names }) => (
          <tr key={cause}>
            <th scope="row">
              <span class={`swatch shares__part--${causeKeys[cause]}`} aria-hidden="true" />
              {en.frame[causeKeys[cause]]}
            </th>
            <td class="number">{formatMs(duration)}</td>
            <td class="how clip" title={names.join(', ')}>
              {names.join(', ')}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
