import { createPathStripper, type Recording } from '@memory-plus/core/recording';
import { RecordingModel } from './recording-model.ts';

/** What may leave the panel: onto the disk, into a file. */
export interface Outgoing {
  strip(recording: Recording): Recording;
  recording(model: RecordingModel): Recording;
  model(model: RecordingModel): RecordingModel;
}

/** `isStripped` is asked each time. The paths of one panel get their numbers once, so that the parts of a recording agree. */
export function createOutgoing(isStripped: () => boolean): Outgoing {
  const stripPaths = createPathStripper();
  const strip = (recording: Recording) => (isStripped() ? stripPaths(recording) : recording);
  return {
    strip,
    recording: (model) => strip(model.store.recording()),
    model(model) {
      if (!isStripped()) return model;
      const stripped = RecordingModel.from(strip(model.store.recording()));
      for (const [index, state] of stripped.states.entries()) state.ignore(model.states[index]?.ignored ?? new Set());
      return stripped;
    },
  };
}
