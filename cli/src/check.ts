import { writeFileSync } from 'node:fs';
import { judgeRecording } from '@memory-plus/core/judgement';
import type { Command } from 'commander';
import { type Assessment, assess, holds } from './assess.ts';
import type { Budgets } from './budgets.ts';
import { configName, loadBudgets } from './config.ts';
import { exitCodes, InputError, messageOf } from './errors.ts';
import type { Output } from './output.ts';
import { readRecording } from './read-recording.ts';
import { githubAnnotations } from './report/github.ts';
import { humanReport } from './report/human.ts';
import { jsonReport } from './report/json.ts';
import { junitReport } from './report/junit.ts';

interface CheckOptions {
  readonly json?: true;
  readonly junit?: true;
  readonly github?: true;
  readonly output?: string;
  readonly config?: string;
  readonly [budget: string]: unknown;
}

export function registerCheck(program: Command, output: Output): void {
  program
    .command('check')
    .description('judge exported recordings: exit 1 on a leak, on slow renders or on a budget missed')
    .argument('<recordings...>', 'exported recordings, of a page or a server; - reads standard input')
    .option('--max-leak-rate <rate>', 'allowed growth of the floor, for example 1MB/min')
    .option('--max-slow-renders <count>', 'allowed slow renders of each page, or "unlimited" (default: 0)')
    .option('--max-heap <size>', 'allowed heap, for example 300MB')
    .option('--fail-on <word>', 'mildest verdict that fails: growing, suspect or leak (default: leak)')
    .option('--config <file>', `budgets as JSON (default: ${configName} where it exists)`)
    .option('--json', 'print the result as JSON')
    .option('--junit', 'print the result as JUnit XML')
    .option('--github', 'print annotations for GitHub too (default in its workflows)')
    .option('--output <file>', 'write the result there instead of printing it')
    .action((recordings: string[], options: CheckOptions) => check(recordings, options, output));
}

function check(recordings: readonly string[], options: CheckOptions, output: Output): void {
  if (options.json && options.junit)
    throw new InputError('--json and --junit exclude each other; run the check twice.');
  const budgets = loadBudgets(options, options.config);
  const assessments = recordings.flatMap((file) => assessFile(file, budgets));
  const ok = holds(assessments);
  const text = render(assessments, options, budgets, ok);
  if (options.output === undefined) output.out(text);
  else write(options.output, text);
  // Beside JSON or XML on standard output the annotations would break what reads it.
  const annotate = options.github || output.env.GITHUB_ACTIONS === 'true';
  if (annotate) (options.json || options.junit ? output.err : output.out)(githubAnnotations(assessments));
  output.exit(ok ? exitCodes.fine : exitCodes.judged);
}

function assessFile(file: string, budgets: Budgets): readonly Assessment[] {
  const sources = judgeRecording(readRecording(file));
  if (sources.length === 0) throw new InputError(`${file}: the recording has no page and no server in it.`);
  return sources.map((source) => assess(file, source, budgets));
}

function render(assessments: readonly Assessment[], options: CheckOptions, budgets: Budgets, ok: boolean): string {
  if (options.json) return jsonReport(assessments, budgets, ok);
  return options.junit ? junitReport(assessments) : humanReport(assessments);
}

function write(path: string, text: string): void {
  try {
    writeFileSync(path, text);
  } catch (error) {
    throw new InputError(`The result cannot be written to ${path}: ${messageOf(error)}`);
  }
}
