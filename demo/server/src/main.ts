import { readEnvironment, run, serve } from '@memory-plus/backend';
import { demoModule } from './demo.module.ts';

await run(async () => {
  // A demo leaves nothing behind.
  const { port, host, logFile, ...options } = readEnvironment({
    STORAGE: 'false',
    LOG_FILE: 'false',
    ...process.env,
  });
  await serve(demoModule(options), { port, host, logFile });
});
