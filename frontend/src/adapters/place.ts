import { maxUrlLength } from '@memory-plus/core/model';
import type { ComponentPlace } from '@memory-plus/core/protocol';

/** Longest stack that is read: what stands further down is not where the component was used. */
const maxStack = 5_000;

/** A place that a development build tells; null where it is none. */
export function componentPlace(
  kind: ComponentPlace['kind'],
  file: unknown,
  line?: unknown,
  column?: unknown,
): ComponentPlace | null {
  if (typeof file !== 'string' || file === '' || file.length > maxUrlLength) return null;
  return { kind, file, line: position(line), column: position(column) };
}

/**
 * Where an element was made, from the stack that React 19 keeps of that moment: a line that says so, the function of React that makes
 * elements, then the place. Null where nothing of the page is above it.
 */
export function placeInStack(stack: unknown): ComponentPlace | null {
  if (typeof stack !== 'string') return null;
  const frames = stack
    .slice(0, maxStack)
    .split('\n')
    .filter((line) => inChromium.test(line) || inFirefox.test(line));
  const line = frames[1] ?? '';
  // A root's element is not used by any component.
  if (/react[-_]stack[-_]bottom[-_]frame/.test(line)) return null;
  const [, file, row, column] = inChromium.exec(line) ?? inFirefox.exec(line) ?? [];
  return componentPlace('use', file, Number(row), Number(column));
}

/** "at App (http://host/app.js:1:2)" */
const inChromium = /^\s*at (?:.*\()?([^\s()]+):(\d+):(\d+)\)?$/;
/** "App@http://host/app.js:1:2" */
const inFirefox = /^[^@\s]*@(\S+):(\d+):(\d+)$/;

function position(value: unknown): number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? value : 0;
}
