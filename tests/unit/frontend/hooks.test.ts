import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createTrackingHooks, type TrackingOptions } from '../../../frontend/src/hooks/usePerformanceTracking.ts';
import { wrong } from './wrong-values.ts';

/** Hooks of a framework that renders once and runs effects at once. */
const once = {
  useRef: <T>(current: T) => ({ current }),
  useEffect: (effect: () => unknown) => void effect(),
  useLayoutEffect: (effect: () => unknown) => void effect(),
  useMemo: <T>(factory: () => T) => factory(),
};

beforeEach(() => {
  vi.stubGlobal('document', {});
  for (const method of ['warn', 'error'] as const) vi.spyOn(console, method).mockImplementation(() => {});
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

it.each(wrong.map((value, index) => ({ index, value })))(
  'never throws into a render, given wrong value $index',
  ({ value }) => {
    const { usePerformanceTracking, useTrackedMemo } = createTrackingHooks(once, () => true);
    usePerformanceTracking(value as string, value as TrackingOptions);
    usePerformanceTracking('Row', { slowRender: value as number, onRender: value as () => void });
    usePerformanceTracking(value as string, { slowRender: -1 });
    expect(useTrackedMemo(() => 42, [], value as string)).toBe(42);
    for (const [message] of vi.mocked(console.warn).mock.calls) expect(String(message).length).toBeLessThan(1_000);
  },
);

it("goes on when the page's own listener throws, and says so", () => {
  const { usePerformanceTracking } = createTrackingHooks(once, () => true);
  usePerformanceTracking('Row', {
    onRender() {
      throw new Error('no');
    },
  });
  expect(console.error).toHaveBeenCalledWith('Memory+: onRender failed.', expect.any(Error));
});
