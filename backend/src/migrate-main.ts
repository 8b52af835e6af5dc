import 'reflect-metadata';
import { existsSync } from 'node:fs';
import { run } from './serve.ts';
import { migrateCommand } from './storage/migrate-command.ts';

await run(() => {
  const say = (line: string) => void process.stdout.write(`${line}\n`);
  const file = process.argv[2];
  // What is set already is not changed by a file.
  if (file !== undefined && existsSync(file)) {
    process.loadEnvFile(file);
    say(`Settings of ${file}.`);
  }
  return migrateCommand(process.env, say);
});
