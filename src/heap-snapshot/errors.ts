/**
 * What is wrong with the input, or why there is no answer.
 *
 * - `not-json`: the bytes are no JSON at all; `compressed`: gzip or zip, to be decompressed first;
 * - `foreign`: JSON of another kind; `version`: a snapshot whose layout is not understood;
 * - `truncated`: the file ends too early; `inconsistent`: its parts contradict one another;
 * - `too-large`: more than typed arrays can hold here; `cancelled`: the caller's signal was aborted;
 * - `not-found`: the snapshot is fine, but what was asked for is not in it.
 */
export type SnapshotProblem =
  | 'not-json'
  | 'compressed'
  | 'foreign'
  | 'version'
  | 'truncated'
  | 'inconsistent'
  | 'too-large'
  | 'cancelled'
  | 'not-found';

/** A snapshot that cannot be read, with a message that says what to do. */
export class SnapshotError extends Error {
  readonly problem: SnapshotProblem;

  constructor(problem: SnapshotProblem, message: string) {
    super(message);
    this.name = 'SnapshotError';
    this.problem = problem;
  }
}
