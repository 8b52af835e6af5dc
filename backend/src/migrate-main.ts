import 'reflect-metadata';
import { run } from './serve.ts';
import { migrateCommand } from './storage/migrate-command.ts';

await run(() => migrateCommand(process.env, (line) => process.stdout.write(`${line}\n`)));
