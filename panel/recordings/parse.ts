import { parseRecording, type Recording } from '@memory-plus/core/recording';

/** Reads an exported recording. With what it reads by, it is fetched when the first one is opened.
 * @throws RecordingError that says what is wrong */
export function parse(text: string): Recording {
  return parseRecording(text);
}
