import { exportTrace } from '@memory-plus/core/recording';
import type { RecordingModel } from '../store/recording-model.ts';

/** The recording as the Performance panel of Chrome and Perfetto read it. */
export function traceOf({ store }: RecordingModel): string {
  return exportTrace(store.recording());
}
