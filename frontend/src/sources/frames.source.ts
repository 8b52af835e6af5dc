import { type Emit, type EpochMs, type MetricSource, publicUrl } from '@memory-plus/core/model';
import type { PageEnvironment } from '../platform/environment.ts';
import { cut } from '../platform/text.ts';
import { observeEntries, reports } from './observe.ts';

/** Scripts reported of one frame; the browser itself leaves out those below 5 ms. */
export const maxScriptsPerFrame = 20;

/** The invoker is the script's address for a script that runs as it loads; else a selector such as `BUTTON#id.onclick`. */
const isUrl = /^[a-z][a-z0-9+.-]*:/i;

interface FrameEntry extends PerformanceEntry {
  readonly blockingDuration: number;
  readonly styleAndLayoutStart: number;
  readonly scripts: readonly ScriptEntry[];
}

interface ScriptEntry extends PerformanceEntry {
  readonly sourceURL: string;
  readonly sourceFunctionName: string;
  readonly sourceCharPosition: number;
  readonly invoker: string;
  readonly forcedStyleAndLayoutDuration: number;
}

/** Frames of 50 ms and more with the scripts that ran in them. Chrome counts no script of an extension among them. */
export const framesSource: MetricSource<PageEnvironment> = {
  name: 'frames',
  group: 'frames',
  support: (environment) =>
    reports(environment, 'long-animation-frame')
      ? { available: true, detail: 'frames of 50 ms and more, with their scripts' }
      : { available: false, because: 'this browser has no Long Animation Frames API' },
  start(environment, emit) {
    if (!reports(environment, 'long-animation-frame')) return () => {};
    return observeEntries(environment, 'long-animation-frame', {}, (entries) => {
      for (const entry of entries) emitFrame(environment.natives.origin, entry as FrameEntry, emit);
    });
  },
};

function emitFrame(origin: EpochMs, frame: FrameEntry, emit: Emit): void {
  const at = origin + frame.startTime;
  emit('frames', {
    at,
    duration: frame.duration,
    blocking: frame.blockingDuration,
    layout:
      frame.styleAndLayoutStart > 0 ? Math.max(0, frame.startTime + frame.duration - frame.styleAndLayoutStart) : null,
  });
  for (const script of frame.scripts.slice(0, maxScriptsPerFrame)) {
    const position = script.sourceCharPosition >= 0 ? `:${script.sourceCharPosition}` : '';
    emit('frameScripts', {
      at: origin + script.startTime,
      frame: at,
      duration: script.duration,
      forcedLayout: script.forcedStyleAndLayoutDuration,
      script: cut(publicUrl(script.sourceURL)),
      name: cut((script.sourceFunctionName || '(anonymous)') + position),
      invoker: cut(isUrl.test(script.invoker) ? publicUrl(script.invoker) : script.invoker),
    });
  }
}
