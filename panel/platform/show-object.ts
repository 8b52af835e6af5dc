import { evaluate } from './evaluate.ts';

/** What DevTools showed of an object of the page; `no-answer`: the page did not hand it over in time. */
export const showOutcomes = ['element', 'place', 'source', 'none', 'printed', 'gone', 'no-answer'] as const;
export type ShowOutcome = (typeof showOutcomes)[number];

const lookEvery = 60;
const looks = 40;

/** Where the page puts what was asked for: 128 bits of chance, made up anew each time. */
export function newHandle(): string {
  return `memory-plus-${crypto.randomUUID()}`;
}

/**
 * Shows what the page hands over under `handle` in the Elements panel or in Sources. Reading takes it away from the window.
 * The expression runs no code of the page: only our own getter, and `inspect` of the console.
 */
export async function showObject(handle: string): Promise<ShowOutcome> {
  const expression = `((handle) => {
    if (!(handle in window)) return 'waiting';
    const { kind, target } = window[handle];
    if (target && typeof inspect === 'function') inspect(target);
    return kind;
  })(${JSON.stringify(handle)})`;
  for (let look = 0; look < looks; look++) {
    const answer = await evaluate(expression);
    if (answer !== 'waiting') return showOutcomes.find((outcome) => outcome === answer) ?? 'no-answer';
    await new Promise((resolve) => setTimeout(resolve, lookEvery));
  }
  return 'no-answer';
}
