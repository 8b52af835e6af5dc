import {
  biggestRetainers,
  diffByClass,
  diffById,
  findSuspects,
  formatBytes,
  hunt,
  nodeById,
  nodeRow,
  retainerPath,
  SnapshotError,
  summarise,
} from '@memory-plus/core/heap-snapshot';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { FileError, readHeap } from './read.ts';
import { redactFile } from './redact-file.ts';
import { diffText, huntText, pathLines, summaryText, suspectsText } from './text.ts';

interface Output {
  readonly json?: boolean;
}

/** Exit codes: 0 answered, 1 something of the kind given with --fail-on was found, 2 a file or an argument was wrong. */
const found = 1;
const wrongInput = 2;

function wholeNumber(text: string): number {
  const number = Number(text.replace(/^@/, ''));
  if (!Number.isInteger(number) || number < 0) throw new InvalidArgumentError('It must be a whole number.');
  return number;
}

function print(answer: unknown, text: () => string, { json }: Output): void {
  process.stdout.write(`${json ? JSON.stringify(answer) : text()}\n`);
}

/** Runs a command and turns what is wrong with its input into a message and exit code 2. */
function answering<A extends unknown[]>(run: (...args: A) => Promise<void>): (...args: A) => Promise<void> {
  return async (...args) => {
    try {
      await run(...args);
    } catch (error) {
      if (!(error instanceof SnapshotError) && !(error instanceof FileError)) throw error;
      process.stderr.write(`${error.message}\n`);
      process.exitCode = wrongInput;
    }
  };
}

function failOn(word: string | undefined, words: readonly string[]): void {
  if (word === undefined) return;
  const bad = word === 'leak' ? ['leak'] : ['leak', 'suspect'];
  if (words.some((one) => bad.includes(one))) process.exitCode = found;
}

const failOption = () =>
  new Option('--fail-on <word>', 'exit with 1 when one is found: leak (proven only) or suspect').choices([
    'leak',
    'suspect',
  ]);
const limitOption = (rows: number) =>
  new Option('--limit <rows>', 'how many rows').default(rows).argParser(wholeNumber);

/** Adds `snapshot summary | suspects | diff | hunt | redact | path` to the program. */
export function registerSnapshotCommands(program: Command): void {
  const snapshot = program
    .command('snapshot')
    .description('read heap snapshots (.heapsnapshot, also gzipped) of Chrome, Edge and Node');
  addQuestions(snapshot);
  addComparisons(snapshot);
  snapshot
    .command('redact')
    .description('copy a snapshot without the contents of its strings; names of classes and properties stay')
    .argument('<file>')
    .argument('<target>', 'the copy; gzipped when it ends in .gz')
    .option('--force', 'overwrite the target')
    .option('--json', 'print JSON')
    .action(
      answering(async (file: string, target: string, options: Output & { force?: boolean }) => {
        const bytes = await redactFile(file, target, options.force ?? false);
        print({ target, bytes }, () => `${target}: ${formatBytes(bytes)}, without the contents of strings.`, options);
      }),
    );
}

function addQuestions(snapshot: Command): void {
  snapshot
    .command('summary')
    .description('classes by what they keep alive, and the biggest objects')
    .argument('<file>')
    .addOption(limitOption(25))
    .addOption(
      new Option('--sort <column>', 'order of the classes')
        .choices(['retainedSize', 'selfSize', 'count'] as const)
        .default('retainedSize'),
    )
    .option('--json', 'print JSON')
    .action(
      answering(
        async (file: string, options: Output & { limit: number; sort: 'retainedSize' | 'selfSize' | 'count' }) => {
          const heap = await readHeap(file);
          const summary = summarise(heap, { limit: options.limit, order: options.sort });
          const biggest = biggestRetainers(heap, Math.min(options.limit, 15));
          print({ ...summary, biggest }, () => summaryText(summary, biggest), options);
        },
      ),
    );
  snapshot
    .command('suspects')
    .description('what looks like a leak, ranked, each with who holds it')
    .argument('<file>')
    .addOption(limitOption(20))
    .addOption(failOption())
    .option('--json', 'print JSON')
    .action(
      answering(async (file: string, options: Output & { limit: number; failOn?: string }) => {
        const suspects = findSuspects(await readHeap(file), options.limit);
        print(suspects, () => suspectsText(suspects), options);
        failOn(
          options.failOn,
          suspects.map(({ word }) => word),
        );
      }),
    );
  snapshot
    .command('path')
    .description('the shortest way from a root to an object, weak references left out')
    .argument('<file>')
    .argument('<id>', "the object's id, as the other commands print it", wholeNumber)
    .option('--json', 'print JSON')
    .action(
      answering(async (file: string, id: number, options: Output) => {
        const heap = await readHeap(file);
        const node = nodeById(heap, id);
        const path = retainerPath(heap, node);
        print({ object: nodeRow(heap, node), path }, () => pathLines(path), options);
      }),
    );
}

function addComparisons(snapshot: Command): void {
  snapshot
    .command('diff')
    .description('what two snapshots have and have not in common')
    .argument('<before>')
    .argument('<after>')
    .addOption(limitOption(40))
    .addOption(
      new Option('--by <what>', 'id: two snapshots of one process; class: of different ones')
        .choices(['id', 'class'] as const)
        .default('id'),
    )
    .option('--json', 'print JSON')
    .action(
      answering(async (before: string, after: string, options: Output & { limit: number; by: 'id' | 'class' }) => {
        const [first, second] = [await readHeap(before), await readHeap(after)];
        const diff = options.by === 'id' ? diffById(first, second) : diffByClass(first, second);
        print(diff, () => diffText(diff, options.limit), options);
      }),
    );
  snapshot
    .command('hunt')
    .description('what an action made and its undoing left: snapshots before it, after it, and after it was undone')
    .argument('<baseline>')
    .argument('<target>')
    .argument('<final>')
    .addOption(limitOption(20))
    .addOption(failOption())
    .option('--json', 'print JSON')
    .action(
      answering(
        async (
          baseline: string,
          target: string,
          final: string,
          options: Output & { limit: number; failOn?: string },
        ) => {
          const heaps = [await readHeap(baseline), await readHeap(target), await readHeap(final)] as const;
          const result = hunt(...heaps, options.limit);
          print(result, () => huntText(result), options);
          failOn(
            options.failOn,
            result.clusters.map(({ word }) => word),
          );
        },
      ),
    );
}
