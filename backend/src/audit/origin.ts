import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Who called, as far as the stack tells. */
export interface Origin {
  /** Classes whose methods are on the stack, innermost first. */
  readonly frames: readonly string[];
  /** Function and line of the innermost frame of the application. */
  readonly place: string;
}

const depth = 16;
const here = basename(fileURLToPath(import.meta.url)).replace(/\.\w+$/, '');
/** What stands between a timer or listener and the code that asked for it. */
const between = new RegExp(
  `\\(<anonymous>\\)$|node:(events|timers|internal/)|[\\\\/]audit[\\\\/](${here}|left-behind)\\.`,
);

/**
 * The code of the application that asks for a timer or listener at this moment. Null when a package or Node itself asks, on its own or on
 * behalf of the application: what they leave is theirs.
 */
export function originHere(): Origin | null {
  const before = Error.stackTraceLimit;
  Error.stackTraceLimit = depth;
  const stack = new Error().stack ?? '';
  Error.stackTraceLimit = before;
  const frames = stack
    .split('\n')
    .slice(1)
    .filter((frame) => !between.test(frame));
  const [first] = frames;
  if (first === undefined || /[\\/]node_modules[\\/]|\(node:|at node:/.test(first)) return null;
  return { frames: frames.flatMap(classOf), place: placeOf(first) };
}

/** `at async Class.method (file)`, `at new Class (file)`. */
function classOf(frame: string): string[] {
  const found = /at (?:async )?(?:new (\w+)|(\w+)\.[^ ]+) \(/.exec(frame);
  const name = found?.[1] ?? found?.[2];
  return name === undefined ? [] : [name];
}

function placeOf(frame: string): string {
  const [, name = '(anonymous)', file = ''] = /at (?:async )?(?:(.+) \()?(.+?)\)?$/.exec(frame) ?? [];
  return `${name} (${basename(file).replace(/:\d+$/, '')})`.slice(0, 200);
}
