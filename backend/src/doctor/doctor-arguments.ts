import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

export interface DoctorArguments {
  readonly url: URL;
  /** Absolute; null when none was named and there is none at the usual place. */
  readonly env: string | null;
  readonly prometheus: URL | null;
  readonly json: boolean;
}

export const doctorUsage = `npm run doctor -- [--url <address>] [--env <file>] [--prometheus <address>] [--json]

  --url         the server (http://localhost:3000 when left out)
  --env         its settings (backend/.env.production or .env.production when there is one)
  --prometheus  your Prometheus, such as http://localhost:9090, to have it asked too
  --json        one JSON object a line: { id, stage, title, state, detail, fix }

Goes through the check-lists before and after a deployment. Ends with 0 when nothing failed, 1 when something did, 2 when it cannot be run.
`;

/** What was typed cannot be run. */
export class DoctorUsageError extends Error {}

const usualPlaces = ['backend/.env.production', '.env.production'];

/**
 * Null for --help.
 * @param folder what relative files are relative to
 * @throws DoctorUsageError that says what is wrong
 */
export function parseDoctorArguments(argv: readonly string[], folder: string): DoctorArguments | null {
  const { url = 'http://localhost:3000', env, prometheus, json = false, help = false } = parsed(argv);
  if (help) return null;
  if (env !== undefined && !existsSync(resolve(folder, env)))
    throw new DoctorUsageError(`--env: ${env} does not exist.`);
  const usual = usualPlaces.map((path) => resolve(folder, path)).find((path) => existsSync(path));
  return {
    url: address('--url', url),
    env: env === undefined ? (usual ?? null) : resolve(folder, env),
    prometheus: prometheus === undefined ? null : address('--prometheus', prometheus),
    json,
  };
}

function address(option: string, text: string): URL {
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return new URL(text);
  throw new DoctorUsageError(`${option} must be an http or https address, not "${text}".`);
}

function parsed(argv: readonly string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  try {
    return parseArgs({ args: [...argv], options: { url: text, env: text, prometheus: text, json: flag, help: flag } })
      .values;
  } catch (error) {
    throw new DoctorUsageError(error instanceof Error ? error.message : String(error));
  }
}
