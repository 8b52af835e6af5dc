import { appModule } from './app.module.ts';
import { readEnvironment } from './environment.ts';
import { run, serve } from './serve.ts';

await run(async () => {
  const { port, host, logFile, ...options } = readEnvironment(process.env);
  await serve(appModule(options), { port, host, logFile });
});
