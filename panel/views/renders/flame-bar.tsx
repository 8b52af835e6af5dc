import type { Located } from '../../source-maps/locate.ts';
import type { FlameBar } from '../../store/flames.ts';
import { en } from '../../strings/en.ts';
import { formatMs } from '../../strings/format.ts';

const text = en.components.flame;
/** Height of a bar in pixels, with the gap below it. */
export const barHeight = 20;
/** Sums of shares are not exact: two places no further apart are the same. */
const least = 1e-9;
/** A bar narrower than this share of the chart has no room for its name. */
const leastNamed = 0.012;

interface BarProps {
  readonly bar: FlameBar;
  readonly name: string;
  /** The bar that fills the chart. */
  readonly window: FlameBar;
  readonly slow: boolean;
  readonly active: boolean;
  readonly chosen: boolean;
  onPoint(): void;
  onZoom(): void;
}

/** One component of the tree; nothing where it lies outside of what fills the chart. */
export function Bar({ bar, name, window, slow, active, chosen, onPoint, onZoom }: BarProps) {
  const end = window.left + window.width;
  const left = Math.max(bar.left, window.left);
  const width = (Math.min(bar.left + bar.width, end) - left) / (window.width || 1);
  // What took no time that the clock could tell is drawn as a stroke.
  const outside = bar.width > 0 ? width < least : bar.left < window.left - least || bar.left > end + least;
  if (outside && bar.index !== window.index) return null;
  return (
    <div
      class={classOf({ [heatOf(bar)]: true, slow, active, chosen })}
      role="treeitem"
      aria-level={bar.depth + 1}
      aria-label={sayBar(bar, name)}
      aria-selected={active}
      tabIndex={active ? 0 : -1}
      data-testid="flame-bar"
      title={sayBar(bar, name)}
      style={{
        left: `${((left - window.left) / (window.width || 1)) * 100}%`,
        width: `max(${Math.max(0, width) * 100}%, 2px)`,
        top: `${bar.depth * barHeight}px`,
      }}
      onPointerEnter={onPoint}
      onClick={onZoom}
      // The keyboard works on the tree as a whole.
      onKeyDown={() => {}}
    >
      {width > leastNamed && (slow ? `▲ ${labelOf(bar, name)}` : labelOf(bar, name))}
    </div>
  );
}

function classOf(kinds: Readonly<Record<string, boolean>>): string {
  const names = Object.keys(kinds).filter((kind) => kinds[kind]);
  return ['flame__bar', ...names.map((kind) => `flame__bar--${kind}`)].join(' ');
}

/** The component's own name, and what it is called in the source where that is known and another. */
export function nameShown({ node, index }: FlameBar, located: ReadonlyMap<string, Located>): string {
  const { component } = node;
  if (index === 0) return text.commit(component);
  const source = located.get(component)?.name ?? component;
  return source === component ? component : text.named(component, source);
}

function labelOf({ node }: FlameBar, name: string): string {
  return node.total === null ? name : `${name} ${formatMs(node.total)}`;
}

export function sayBar({ node, index }: FlameBar, name: string): string {
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
