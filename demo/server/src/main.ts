import { readEnvironment, run, serve } from '@memory-plus/backend';
import { demoModule } from './demo.module.ts';

await run(async () => {
  const { port, host, ...options } = readEnvironment(process.env);
  await serve(demoModule(options), { port, host });
});
