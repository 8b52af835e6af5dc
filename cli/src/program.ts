import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { registerCheck } from './check.ts';
import { registerCompare } from './compare-command.ts';
import { exitCodes, InputError } from './errors.ts';
import type { Output } from './output.ts';
import { registerSnapshotCommands } from './snapshot/index.ts';

/** Runs one command line (`arguments_` without node and script). Never throws for what a person can get wrong. */
export async function run(arguments_: readonly string[], output: Output): Promise<void> {
  const program = new Command('memory-plus')
    .description('Judge a recording or a heap snapshot from a terminal or CI')
    .version(ownVersion())
    .exitOverride()
    .configureOutput({ writeOut: (text) => output.out(text), writeErr: (text) => output.err(text) });
  registerCheck(program, output);
  registerCompare(program, output);
  registerSnapshotCommands(program);
  try {
    await program.parseAsync(arguments_, { from: 'user' });
  } catch (error) {
    if (error instanceof InputError) output.err(`memory-plus: ${error.message}\n`);
    else if (!(error instanceof CommanderError)) throw error;
    // Help and version end the command too, and are no mistake.
    const fine = error instanceof CommanderError && error.exitCode === 0;
    output.exit(fine ? exitCodes.fine : exitCodes.wrongInput);
  }
}

function ownVersion(): string {
  const file: unknown = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  return typeof file === 'object' && file !== null && 'version' in file ? String(file.version) : 'unknown';
}
