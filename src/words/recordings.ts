import { phrases } from './phrases.ts';

/** Why a file is not a recording. */
export const say = phrases('recordings', {
  damaged: 'This recording is damaged at {place}: {reason}',
  wholeFile: 'the whole file',
  unknownReason: 'unknown reason',
  empty: 'The file is empty.',
  noJson: 'The file is not valid JSON ({reason}).',
  cut: '{sentence} It seems to be cut off.',
  otherJson: 'The file is JSON, but not a Memory+ recording.',
  otherVersion: 'The file is a {format}; this version of Memory+ reads {own}.',
  snapshot: 'The file is a heap snapshot, not a recording. Open it in Snapshots.',
  trace: 'The file is a Chrome trace, not a Memory+ recording.',
  otherFormat: 'The file is not a Memory+ recording: its field "format" is not "{own}".',
  sameId: 'This recording is damaged at {place}: another source has the same id.',
  columns: 'This recording is damaged at {place}: it has {length} values where {rows} belong.',
  noSource: 'This recording is damaged at {place}: there is no such source.',
  full: 'A recording holds at most {most} page loads and servers. Clear it to go on.',
});
