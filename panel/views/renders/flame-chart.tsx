import type { Milliseconds } from '@memory-plus/core/model';
import { useSignal } from '@preact/signals';
import { useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import { type Flame, type FlameBar, layOut } from '../../store/flames.ts';
import type { Panel } from '../../store/panel.ts';
import { en } from '../../strings/en.ts';
import { Bar, barHeight, nameShown, sayBar } from './flame-bar.tsx';

const text = en.components.flame;

interface FlameChartProps {
  readonly flame: Flame;
  readonly threshold: Milliseconds;
  readonly panel: Panel;
}

/** The tree of a commit, parents above their children, as a tree to the keyboard and to screen readers. */
export function FlameChart({ flame, threshold, panel }: FlameChartProps) {
  const { length } = flame.nodes;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the list of nodes is the same one while it grows
  const bars = useMemo(() => layOut(flame.nodes), [flame, length]);
  const { tree, active, zoomed, press } = useTreeKeys(bars, panel);
  const window = bars[zoomed.value] ?? bars[0];
  const current = bars[active.value] ?? bars[0];
  const deepest = bars.reduce((most, { depth }) => Math.max(most, depth), 0);
  const chosen = panel.selection.component.value;
  const located = panel.sources.located.value;
  return (
    <>
      <div
        class="flame"
        role="tree"
        aria-label={text.tree}
        ref={tree}
        tabIndex={-1}
        style={{ height: `${(deepest + 1) * barHeight}px` }}
        onKeyDown={press}
        onPointerLeave={() => panel.components.point(null)}
        onFocusOut={({ currentTarget, relatedTarget }) => {
          if (!currentTarget.contains(relatedTarget as Node | null)) panel.components.point(null);
        }}
      >
        {window &&
          bars.map((bar) => (
            <Bar
              key={bar.index}
              bar={bar}
              name={nameShown(bar, located)}
              window={window}
              slow={(bar.node.self ?? 0) > threshold}
              active={bar === current}
              chosen={bar.index > 0 && bar.node.component === chosen}
              onPoint={() => {
                active.value = bar.index;
                panel.components.point(nameOf(bar));
              }}
              onZoom={() => {
                active.value = bar.index;
                zoomed.value = bar.index;
              }}
            />
          ))}
      </div>
      <p class="card__note flame__said" aria-live="polite" data-testid="flame-said">
        {current ? sayBar(current, nameShown(current, located)) : ''}
        <br />
        {text.treeHint}
      </p>
    </>
  );
}

/** Which bar the keyboard is on and which one fills the chart, as keys change them. */
function useTreeKeys(bars: readonly FlameBar[], panel: Panel) {
  const active = useSignal(0);
  const zoomed = useSignal(0);
  const tree = useRef<HTMLDivElement>(null);
  const moved = useRef(false);
  useLayoutEffect(() => {
    if (moved.current) tree.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
    moved.current = false;
  });
  const press = (event: KeyboardEvent) => {
    if (event.key === 'Escape') zoomed.value = 0;
    else if (event.key === 'Enter' || event.key === ' ') zoomed.value = active.value;
    else {
      const next = barAfterKey(event.key, active.value, bars);
      if (next === null) return;
      moved.current = true;
      active.value = next;
      panel.components.point(nameOf(bars[next]));
    }
    event.preventDefault();
    event.stopPropagation();
  };
  return { tree, active, zoomed, press };
}

/** Where a key leads to: up to the parent, down to the first child, aside to the next of its depth. Null for nowhere. */
export function barAfterKey(key: string, active: number, bars: readonly FlameBar[]): number | null {
  const bar = bars[active];
  if (!bar) return null;
  const beside = bars.filter(({ depth }) => depth === bar.depth);
  const at = beside.indexOf(bar);
  const steps: Readonly<Record<string, number | undefined>> = {
    ArrowUp: bar.parent,
    ArrowDown: bars.find(({ parent }) => parent === active)?.index,
    ArrowLeft: beside[at - 1]?.index,
    ArrowRight: beside[at + 1]?.index,
    Home: 0,
    End: bars.length - 1,
  };
  const next = steps[key];
  return next === undefined || next < 0 ? null : next;
}

function nameOf(bar: FlameBar | undefined): string | null {
  return bar && bar.index > 0 ? bar.node.component : null;
}
