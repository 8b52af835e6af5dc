import type { EpochMs } from '@memory-plus/core/model';
import type { Signal } from '@preact/signals';
import { Empty } from '../../components/empty.tsx';
import { documentsOf } from '../../store/documents.ts';
import { type Flame, flamesOf, lostOf, omittedOf } from '../../store/flames.ts';
import { en } from '../../strings/en.ts';
import { formatClock, formatMs } from '../../strings/format.ts';
import type { ViewProps } from '../view.ts';
import { FlameChart } from './flame-chart.tsx';
import { FlameTable } from './flame-table.tsx';

const text = en.components.flame;

/** The tree that a person chose, and which was the latest then. */
export interface FlameChoice {
  readonly at: EpochMs;
  readonly latest: EpochMs | undefined;
}

/** The tree of one commit: taken when asked, chosen among those that were taken. */
export function FlameCard({ panel, choice }: ViewProps & { readonly choice: Signal<FlameChoice | null> }) {
  panel.revision.value;
  const flames = flamesOf(documentsOf(panel));
  const latest = flames.at(-1);
  // A tree that came since is looked at first.
  const flame = (choice.value?.latest === latest?.at && flames.find(({ at }) => at === choice.value?.at)) || latest;
  const live = panel.components.live.value;
  return (
    <section class="card" aria-label={text.title} data-testid="flame-card">
      <header class="card__head">
        <h2 class="card__title">{text.title}</h2>
        {flames.length > 1 && (
          <label>
            {text.which}{' '}
            <select
              data-testid="flame-choice"
              value={flame?.at}
              onChange={({ currentTarget }) => {
                choice.value = { at: Number(currentTarget.value), latest: latest?.at };
              }}
            >
              {flames.map((one) => (
                <option key={one.at} value={one.at}>
                  {sayFlame(one, panel.model.value.span?.from ?? 0)}
                </option>
              ))}
            </select>
          </label>
        )}
        {live && <Takers panel={panel} />}
      </header>
      {!flame ? (
        <Empty text={text.none} help={live ? text.noneHelp : text.notLive} />
      ) : (
        <>
          <FlameChart key={flame.at} flame={flame} threshold={panel.preferences.value.slowRender} panel={panel} />
          <Notes flame={flame} />
          <FlameTable flame={flame} />
        </>
      )}
    </section>
  );
}

function Takers({ panel }: ViewProps) {
  const { components } = panel;
  const wish = components.wish.value;
  if (wish !== 'none')
    return (
      <span class="card__note" role="status">
        {wish === 'next' ? text.waitingNext : text.waitingSlowest}{' '}
        <button type="button" class="button" data-testid="flame-stop" onClick={() => components.takeFlame('none')}>
          {text.stop}
        </button>
      </span>
    );
  return (
    <span class="flame__takers">
      <button type="button" class="button" data-testid="flame-next" onClick={() => components.takeFlame('next')}>
        {text.next}
      </button>{' '}
      <button type="button" class="button" data-testid="flame-slowest" onClick={() => components.takeFlame('slowest')}>
        {text.slowest}
      </button>
    </span>
  );
}

/** What the chart does not show, or shows only so. */
function Notes({ flame }: { flame: Flame }) {
  const how = flame.nodes[0]?.how;
  const omitted = omittedOf(flame);
  const lost = lostOf(flame);
  const notes = [
    how === 'counted' ? text.counted : how === 'timed' && flame.nodes[0]?.start === null ? text.timed : '',
    omitted > 0 ? text.omitted(omitted) : '',
    lost > 0 ? text.lost(lost) : '',
  ].filter((note) => note !== '');
  return notes.length > 0 ? <p class="card__foot">{notes.join(' ')}</p> : null;
}

function sayFlame({ at, nodes }: Flame, origin: number): string {
  const duration = nodes[0]?.total ?? null;
  const components = text.components(nodes.length - 1);
  return text.choice(formatClock(at - origin), duration === null ? text.unknown : formatMs(duration), components);
}
