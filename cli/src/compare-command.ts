import { type Change, type Comparison, compareRecordings } from '@memory-plus/core/judgement';
import type { Command } from 'commander';
import { exitCodes } from './errors.ts';
import type { Output } from './output.ts';
import { readRecording } from './read-recording.ts';
import { plain } from './report/plain.ts';

export function registerCompare(program: Command, output: Output): void {
  program
    .command('compare')
    .description('say what got worse from one recording to the other: exit 1 when something surely did')
    .argument('<before>', 'exported recording of the state that is good')
    .argument('<after>', 'exported recording to judge')
    .option('--json', 'print the result as JSON')
    .action((before: string, after: string, options: { json?: true }) => {
      const comparison = compareRecordings(readRecording(before), readRecording(after));
      output.out(options.json ? `${JSON.stringify(comparison, null, 2)}\n` : describe(comparison));
      const worse = comparison.changes.some((change) => change.direction === 'worse');
      output.exit(worse ? exitCodes.judged : exitCodes.fine);
    });
}

function describe({ changes, unmatched, confidence }: Comparison): string {
  const list = (title: string, direction: Change['direction']) => {
    const found = changes.filter((change) => change.direction === direction);
    return found.length > 0 ? [title, ...found.map((c) => `  ${c.message} [${c.subject}]`)] : [];
  };
  const lines = [
    ...list(`Worse, with ${Math.round(confidence * 100)} % confidence:`, 'worse'),
    ...list('Better:', 'better'),
    ...list('No difference that is sure:', 'same'),
    ...(unmatched.length > 0 ? ['Only in one recording, not compared:', ...unmatched.map((name) => `  ${name}`)] : []),
  ];
  const nothing = 'The recordings have no page and no server in common.';
  return plain(`${(lines.length > 0 ? lines : [nothing]).join('\n')}\n`);
}
