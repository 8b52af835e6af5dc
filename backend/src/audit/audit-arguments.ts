import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

export interface AuditArguments {
  /** Files, absolute. */
  readonly app: string;
  readonly load: string;
  readonly rounds: number;
  readonly json: boolean;
}

/** Fewer samples say nothing. */
export const fewestRounds = 12;
const mostRounds = 10_000;

export const auditUsage = `npm run audit -- --app <file> --load <file> [--rounds <number>] [--json]

  --app     the compiled module of a Nest application: its default export, its AppModule, or its only export
  --load    a module whose default export is called once a round with { url, round } and puts load on the application
  --rounds  how often (${fewestRounds} to ${mostRounds}; 40 when left out); the services are looked at after each
  --json    print the report as JSON

Ends with 0 when nothing grows without bound or is left behind at the end, 1 when something does or is, 2 when the audit could
not be made.
`;

/** What was typed cannot be run. */
export class AuditUsageError extends Error {}

/**
 * @param folder what relative files are relative to
 * @throws AuditUsageError that says what is wrong
 */
export function parseAuditArguments(argv: readonly string[], folder: string): AuditArguments {
  const { app, load, rounds = '40', json = false } = parsed(argv);
  if (app === undefined) throw new AuditUsageError('--app is missing.');
  if (load === undefined) throw new AuditUsageError('--load is missing.');
  const count = Number(rounds);
  if (!Number.isInteger(count) || count < fewestRounds || count > mostRounds) {
    throw new AuditUsageError(`--rounds is ${rounds}; give a whole number from ${fewestRounds} to ${mostRounds}.`);
  }
  return { app: resolve(folder, app), load: resolve(folder, load), rounds: count, json };
}

function parsed(argv: readonly string[]) {
  const text = { type: 'string' } as const;
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: { app: text, load: text, rounds: text, json: { type: 'boolean' } },
    });
    return values;
  } catch (error) {
    throw new AuditUsageError(error instanceof Error ? error.message : String(error));
  }
}
