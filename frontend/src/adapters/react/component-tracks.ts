import { componentTracksName, type Stop } from '@memory-plus/core/model';
import type { AdapterContext } from '../adapter.ts';
import type { Renderer } from './fiber.ts';

const componentTrack = 'Components ⚛';

/**
 * Drops the `console.timeStamp` calls with which React's profiling builds (19.2 and later) draw each component into DevTools'
 * Performance panel while any tool listens: most of the time that such a build loses. All other calls pass. The answer puts
 * `console.timeStamp` back exactly as it was, unless another tool has put its own over it; ours then only passes on.
 */
export function muteComponentTracks(console: object): Stop {
  const before = Object.getOwnPropertyDescriptor(console, 'timeStamp');
  const draw: unknown = before?.value;
  if (!before?.configurable || typeof draw !== 'function') return () => {};
  let muted = true;
  const timeStamp = (...args: unknown[]): unknown =>
    muted && args[3] === componentTrack ? undefined : Reflect.apply(draw, console, args);
  Object.defineProperty(console, 'timeStamp', { ...before, value: timeStamp });
  return () => {
    muted = false;
    if (Object.getOwnPropertyDescriptor(console, 'timeStamp')?.value === timeStamp)
      Object.defineProperty(console, 'timeStamp', before);
  };
}

/** Follows the setting that mutes the tracks, and says so where a React in the page draws them. */
export class ComponentTracks {
  readonly #context: AdapterContext;
  #unmute: Stop | null = null;
  #drawn = false;

  constructor(context: AdapterContext) {
    this.#context = context;
  }

  /** Brings what is done in line with the setting. */
  follow(): void {
    const muted = this.#context.settings().muteComponentTracks === true;
    if (muted === (this.#unmute !== null)) return;
    this.stop();
    if (muted) this.#unmute = muteComponentTracks(this.#context.environment.window.console);
    this.#tell();
  }

  /** A profiling build of React was seen. */
  seen({ version }: Renderer): void {
    if (this.#drawn || !drawsComponents(version)) return;
    this.#drawn = true;
    this.#tell();
  }

  stop(): void {
    this.#unmute?.();
    this.#unmute = null;
  }

  #tell(): void {
    if (!this.#drawn) return;
    const { emit, environment } = this.#context;
    const available = this.#unmute !== null;
    const detail = available
      ? "React's component tracks are muted while recording"
      : 'React draws each component into the Performance panel while any tool listens: this makes the page several times slower';
    emit('capabilities', { at: environment.natives.now(), name: componentTracksName, available, detail });
  }
}

function drawsComponents(version: unknown): boolean {
  const [major = 0, minor = 0] = typeof version === 'string' ? version.split('.').map(Number) : [];
  return major > 19 || (major === 19 && minor >= 2);
}
