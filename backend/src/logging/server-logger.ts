import { ConsoleLogger, type LogLevel } from '@nestjs/common';
import type { LogFile } from './log-file.ts';

/** Nest's logger of warnings and errors, which writes them to a file too. */
export class ServerLogger extends ConsoleLogger {
  readonly #file: LogFile | null;

  constructor(file: LogFile | null) {
    super({ logLevels: ['error', 'warn'] });
    this.#file = file;
  }

  protected override printMessages(...parameters: Parameters<ConsoleLogger['printMessages']>): void {
    super.printMessages(...parameters);
    const [messages, context = '', level = 'log' satisfies LogLevel, , errorStack] = parameters;
    for (const message of messages)
      this.#file?.write(level, `[${context}] ${textOf(typeof errorStack === 'string' ? errorStack : message)}`);
  }
}

function textOf(message: unknown): string {
  if (message instanceof Error) return message.stack ?? message.message;
  return typeof message === 'string' ? message : JSON.stringify(message);
}
