import { run } from './program.ts';

await run(process.argv.slice(2), {
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  exit: (code) => {
    // Not process.exit: it would cut off what is still being written to a pipe.
    process.exitCode = code;
  },
  env: process.env,
});
