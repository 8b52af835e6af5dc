import { useEffect, useLayoutEffect, useMemo, useRef } from 'react';
import { isDevelopment } from './development.ts';
import { createTrackingHooks, type TrackingHooks } from './usePerformanceTracking.ts';

export type { TrackedRender, TrackingHooks, TrackingOptions } from './usePerformanceTracking.ts';

const hooks: TrackingHooks = createTrackingHooks({ useEffect, useLayoutEffect, useMemo, useRef }, isDevelopment);

export const usePerformanceTracking: TrackingHooks['usePerformanceTracking'] = hooks.usePerformanceTracking;
export const useTrackedMemo: TrackingHooks['useTrackedMemo'] = hooks.useTrackedMemo;
