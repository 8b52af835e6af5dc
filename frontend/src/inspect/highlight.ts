import type { Milliseconds, Stop } from '@memory-plus/core/model';
import { type ComponentTree, maxNodes } from '../adapters/component-tree.ts';
import type { Natives, PageWindow } from '../platform/natives.ts';

/** Instances that are drawn around at most. */
export const maxInstances = 100;
/** A highlight that nobody took away, because a message was lost, goes by itself. */
export const highlightEnds: Milliseconds = 30_000;
/** How often the frames follow what they stand around. */
const followEvery: Milliseconds = 100;

/** The nodes of one instance, held weakly. */
type Instance = readonly WeakRef<Node>[];

/**
 * Draws frames around the mounted instances of a component, over the page and untouchable. Nothing of the page is held strongly, and the
 * answer takes everything away. Where nothing is mounted, nothing is drawn.
 */
export function highlight(
  window: PageWindow,
  natives: Natives,
  guard: (work: () => void) => void,
  trees: readonly ComponentTree[],
  name: string,
): Stop {
  const { WeakRef: Weak, now, setTimeout, clearTimeout } = natives;
  const instances: Instance[] = [];
  if (Weak)
    for (const tree of trees)
      tree.walk(new Set([name]), (component) => {
        if (instances.length < maxInstances) instances.push(component.nodes().map((node) => new Weak(node)));
      });
  if (instances.length === 0) return () => {};
  // Let go of at the end: whoever keeps the answer keeps no element.
  let overlay: Overlay | null = createOverlay(window.document, name, instances.length);
  const end = now() + highlightEnds;
  let timer: unknown;
  const stop = () => {
    clearTimeout(timer);
    overlay?.host.remove();
    overlay = null;
  };
  const follow = () => {
    if (now() > end) return stop();
    overlay?.draw(instances.map((nodes) => boxAround(window.document, nodes)));
    timer = setTimeout(() => guard(follow), followEvery);
  };
  follow();
  return stop;
}

interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** The smallest box around what is visible of the nodes; null for nothing. */
function boxAround(document: Document, nodes: Instance): Box | null {
  const boxes = nodes.slice(0, maxNodes).flatMap((ref) => {
    const node = ref.deref();
    const box = node?.isConnected ? boxOf(document, node) : null;
    return box && (box.width > 0 || box.height > 0) ? [box] : [];
  });
  if (boxes.length === 0) return null;
  return {
    left: Math.min(...boxes.map(({ left }) => left)),
    top: Math.min(...boxes.map(({ top }) => top)),
    right: Math.max(...boxes.map(({ right }) => right)),
    bottom: Math.max(...boxes.map(({ bottom }) => bottom)),
  };
}

function boxOf(document: Document, node: Node): DOMRect {
  if (node.nodeType === 1) return (node as Element).getBoundingClientRect();
  const range = document.createRange();
  range.selectNode(node);
  return range.getBoundingClientRect();
}

interface Overlay {
  readonly host: Element;
  draw(boxes: readonly (Box | null)[]): void;
}

/** In a closed shadow root, so that the page's style sheets do not reach it; styled by script, which every policy lets pass. */
function createOverlay(document: Document, name: string, count: number): Overlay {
  const host = document.createElement('memory-plus-highlight');
  host.setAttribute('aria-hidden', 'true');
  style(host, { position: 'fixed', inset: '0', 'z-index': '2147483647', 'pointer-events': 'none', contain: 'strict' });
  const shadow = host.attachShadow({ mode: 'closed' });
  const frames = Array.from({ length: count }, () => {
    const frame = document.createElement('div');
    style(frame, {
      position: 'absolute',
      'box-sizing': 'border-box',
      outline: '1px solid #fff',
      border: '2px solid #7b1fa2',
      background: 'rgb(123 31 162 / 15%)',
    });
    shadow.append(frame);
    return frame;
  });
  const label = document.createElement('div');
  label.textContent = count > 1 ? `${name} × ${count}` : name;
  style(label, {
    position: 'absolute',
    padding: '1px 6px',
    'border-radius': '3px',
    background: '#7b1fa2',
    color: '#fff',
    font: '12px/1.4 sans-serif',
    'white-space': 'nowrap',
  });
  shadow.append(label);
  document.documentElement.append(host);
  return {
    host,
    draw(boxes: readonly (Box | null)[]) {
      boxes.forEach((box, index) => {
        const frame = frames[index];
        if (!frame) return;
        style(frame, { display: box ? 'block' : 'none' });
        if (!box) return;
        const { left, top, right, bottom } = box;
        style(frame, {
          left: `${left}px`,
          top: `${top}px`,
          width: `${right - left}px`,
          height: `${bottom - top}px`,
        });
      });
      const first = boxes.find((box) => box !== null);
      style(label, { display: first ? 'block' : 'none' });
      if (first) style(label, { left: `${Math.max(0, first.left)}px`, top: `${Math.max(0, first.top - 20)}px` });
    },
  };
}

function style({ style: declarations }: HTMLElement, values: Readonly<Record<string, string>>): void {
  for (const [property, value] of Object.entries(values)) declarations.setProperty(property, value, 'important');
}
