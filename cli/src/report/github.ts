import type { Assessment } from '../assess.ts';

/** Workflow commands that a run on GitHub shows beside the file. */
export function githubAnnotations(assessments: readonly Assessment[]): string {
  const lines = assessments.flatMap(({ file, source, checks }) =>
    checks
      .filter((check) => !check.holds)
      .map(
        (check) =>
          `::error file=${property(file)},title=${property(`memory-plus: ${check.name}`)}::${data(`${source.name}: ${check.message}`)}`,
      ),
  );
  return lines.length > 0 ? `${lines.join('\n')}\n` : '';
}

function data(text: string): string {
  return text.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
}

function property(text: string): string {
  return data(text).replace(/:/g, '%3A').replace(/,/g, '%2C');
}
