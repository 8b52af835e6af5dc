import type { Milliseconds } from '@memory-plus/core/model';
import { useSignal } from '@preact/signals';
import { useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import { type Flame, type FlameBar, layOut } from '../../store/flames.ts';
import type { Panel } from '../../store/panel.ts';
import { en } from '../../strings/en.ts';
import { formatMs } from '../../strings/format.ts';

const text = en.components.flame;
/** Height of a bar in pixels, with the gap below it. */
const barHeight = 20;
/** A bar narrower than this share of the chart has no room for its name. */
const leastNamed = 0.012;

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
  /** The bar that the keyboard is on, and the one that fills the chart. */
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
  const window = bars[zoomed.value] ?? bars[0];
  const current = bars[active.value] ?? bars[0];
  const deepest = bars.reduce((most, { node }) => Math.max(most, node.depth), 0);
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
        onFocusOut={() => panel.components.point(null)}
      >
        {window &&
          bars.map((bar) => (
            <Bar
              key={bar.index}
              bar={bar}
              window={window}
              slow={(bar.node.self ?? 0) > threshold}
              active={bar === current}
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
        {current ? sayBar(current) : ''}
        <br />
        {text.treeHint}
      </p>
    </>
  );
}

interface BarProps {
  readonly bar: FlameBar;
  /** The bar that fills the chart. */
  readonly window: FlameBar;
  readonly slow: boolean;
  readonly active: boolean;
  onPoint(): void;
  onZoom(): void;
}

function Bar({ bar, window, slow, active, onPoint, onZoom }: BarProps) {
  const { node } = bar;
  const end = window.left + window.width;
  const left = Math.max(bar.left, window.left);
  const width = (Math.min(bar.left + bar.width, end) - left) / (window.width || 1);
  if (width <= 0 && bar.index !== window.index) return null;
  return (
    <div
      class={`flame__bar flame__bar--${heatOf(bar)} ${slow ? 'flame__bar--slow' : ''} ${active ? 'flame__bar--active' : ''}`}
      role="treeitem"
      aria-level={node.depth + 1}
      aria-label={sayBar(bar)}
      aria-selected={active}
      tabIndex={active ? 0 : -1}
      data-testid="flame-bar"
      title={sayBar(bar)}
      style={{
        left: `${((left - window.left) / (window.width || 1)) * 100}%`,
        width: `max(${width * 100}%, 2px)`,
        top: `${node.depth * barHeight}px`,
      }}
      onPointerEnter={onPoint}
      onClick={onZoom}
      // The keyboard works on the tree as a whole.
      onKeyDown={() => {}}
    >
      {width > leastNamed && (slow ? `▲ ${labelOf(bar)}` : labelOf(bar))}
    </div>
  );
}

/** Where a key leads to: up to the parent, down to the first child, aside to the next of its depth. Null for nowhere. */
export function barAfterKey(key: string, active: number, bars: readonly FlameBar[]): number | null {
  const bar = bars[active];
  if (!bar) return null;
  const beside = bars.filter(({ node }) => node.depth === bar.node.depth);
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

function labelOf({ node, index }: FlameBar): string {
  const name = index === 0 ? text.commit(node.component) : node.component;
  return node.total === null ? name : `${name} ${formatMs(node.total)}`;
}

function sayBar({ node, index }: FlameBar): string {
  const name = index === 0 ? text.commit(node.component) : node.component;
  const said = [text.bar(name, formatMs(node.total), formatMs(node.self), en.how[node.how])];
  if (node.start !== null && index > 0) said.push(text.start(formatMs(node.start)));
  if (node.omitted > 0) said.push(text.below(node.omitted));
  return said.join(', ');
}

/** How much of its time a component took by itself, in four steps. */
function heatOf({ node }: FlameBar): number {
  if (node.self === null || !node.total) return 0;
  return Math.min(3, Math.floor((node.self / node.total) * 4));
}
