import 'reflect-metadata';
import type { DynamicModule, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';

/** Starts an Express application and says where it listens. A port that is taken ends the process with a message. */
export async function serve(
  module: Type | DynamicModule,
  { port, host }: { port: number; host: string },
): Promise<void> {
  const app = await NestFactory.create<NestExpressApplication>(module, {
    logger: ['error', 'warn'],
    return503OnClosing: true,
  });
  app.disable('x-powered-by');
  app.enableShutdownHooks();
  await app.listen(port, host);
  process.stdout.write(`Memory+ backend listens on ${await app.getUrl()}\n`);
}

/** Runs `main` and ends the process with what it threw, as a message for a person. */
export async function run(main: () => Promise<void>): Promise<void> {
  try {
    await main();
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
}
