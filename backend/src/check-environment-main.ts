import { readEnvironment } from './environment.ts';
import { resolveOptions } from './options.ts';
import { run } from './serve.ts';

await run(async () => {
  resolveOptions(readEnvironment(process.env));
  process.stdout.write('The settings are right.\n');
});
