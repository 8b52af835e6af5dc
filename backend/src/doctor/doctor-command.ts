import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import type { Terminal } from '../audit/audit-command.ts';
import { readEnvironment } from '../environment.ts';
import { resolveOptions } from '../options.ts';
import { type Check, type DoctorContext, type Finding, failed, type SettingsFile } from './check.ts';
import { checks } from './checks/index.ts';
import { DoctorUsageError, doctorUsage, parseDoctorArguments } from './doctor-arguments.ts';
import { PrometheusClient } from './prometheus-client.ts';
import { ServerClient } from './server-client.ts';

/** Goes through the check-lists. Returns the exit code: 0 nothing failed, 1 something did, 2 it cannot be run. */
export async function doctorCommand(argv: readonly string[], folder: string, terminal: Terminal): Promise<number> {
  try {
    const given = parseDoctorArguments(argv, folder);
    if (!given) {
      terminal.out(doctorUsage);
      return 0;
    }
    return await examine(
      {
        server: new ServerClient(given.url),
        file: given.env === null ? null : readSettings(given.env),
        prometheus: given.prometheus && new PrometheusClient(given.prometheus),
      },
      given.json ? asJson(terminal) : asList(terminal),
    );
  } catch (error) {
    if (!(error instanceof DoctorUsageError)) throw error;
    terminal.error(`${error.message}\n\n${doctorUsage}`);
    return 2;
  }
}

type Show = (check: Check, finding: Finding) => void;

async function examine(context: DoctorContext, show: Show): Promise<number> {
  let code = 0;
  for (const check of checks) {
    const finding = await check
      .run(context)
      .catch((error: unknown) => failed(error instanceof Error ? error.message : String(error), 'See the message.'));
    if (finding.state === 'failed') code = 1;
    show(check, finding);
  }
  return code;
}

function readSettings(path: string): SettingsFile {
  const values = parseEnv(readFileSync(path, 'utf8'));
  try {
    const settings = readEnvironment(values);
    resolveOptions(settings);
    return { path, values, settings, problem: '' };
  } catch (error) {
    return { path, values, settings: null, problem: error instanceof Error ? error.message : String(error) };
  }
}

function asJson(terminal: Terminal): Show {
  return ({ id, stage, title }, finding) =>
    terminal.out(`${JSON.stringify({ id, stage, title, ...finding, fix: 'fix' in finding ? finding.fix : null })}\n`);
}

const signs = { ok: '✔', failed: '✘', skipped: '–' } as const;

function asList(terminal: Terminal): Show {
  let stage = '';
  return (check, finding) => {
    if (check.stage !== stage) {
      terminal.out(`${stage === '' ? '' : '\n'}${check.stage[0]?.toUpperCase()}${check.stage.slice(1)}\n`);
      stage = check.stage;
    }
    const indented = (text: string) => text.replaceAll('\n', '\n    ');
    terminal.out(`${signs[finding.state]} ${check.title}\n    ${indented(finding.detail)}\n`);
    if (finding.state === 'failed') terminal.out(`    → ${indented(finding.fix)}\n`);
  };
}
