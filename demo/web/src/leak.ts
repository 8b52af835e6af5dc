import { memoryMonitor } from '@memory-plus/frontend';

/** Three mistakes that real pages make, behind one switch. */
const interval = 400;
const nodesAtOnce = 30;
const numbersAtOnce = 24_000;

const forgotten: HTMLElement[] = [];
const searches = new Map<string, Float64Array>();

memoryMonitor.registerCache('searches', {
  size: () => searches.size,
  bytes: () => searches.size * numbersAtOnce * Float64Array.BYTES_PER_ELEMENT,
});

let timer: ReturnType<typeof setInterval> | undefined;

export function leakNodesAndCache(on: boolean): void {
  clearInterval(timer);
  timer = on ? setInterval(leakOnce, interval) : undefined;
}

function leakOnce(): void {
  // Mistake 1: elements are taken out of the page and kept in a list.
  const hint = document.createElement('div');
  hint.className = 'search-hint';
  for (let i = 0; i < nodesAtOnce; i++) hint.append(document.createElement('span'));
  document.body.append(hint);
  hint.remove();
  forgotten.push(hint);

  // Mistake 2: a cache that is filled and never emptied, with keys that never come again.
  const key = `search ${searches.size} ${Date.now()}`;
  memoryMonitor.miss('searches');
  searches.set(key, new Float64Array(numbersAtOnce).fill(Math.random()));
}

/** Mistake 3: a list of listeners from which nobody signs off; it keeps every component that ever signed on. */
export const subscribers: ((message: string) => void)[] = [];
