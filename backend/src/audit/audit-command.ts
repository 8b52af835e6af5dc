import { auditApplication, loadModule, loadScript } from './audit-application.ts';
import { AuditUsageError, auditUsage, parseAuditArguments } from './audit-arguments.ts';
import { auditTable } from './audit-table.ts';

export interface Terminal {
  out(text: string): void;
  error(text: string): void;
}

/** Runs the audit as it was typed. Returns the exit code: 0 nothing grows or is left, 1 something does or is, 2 it could not be made. */
export async function auditCommand(argv: readonly string[], folder: string, terminal: Terminal): Promise<number> {
  try {
    const { app, load, rounds, json } = parseAuditArguments(argv, folder);
    const report = await auditApplication(await loadModule(app), await loadScript(load), rounds);
    terminal.out(json ? `${JSON.stringify(report, null, 2)}\n` : auditTable(report));
    return report.leftBehind.length > 0 || report.fields.some(({ verdict }) => verdict === 'growing') ? 1 : 0;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    terminal.error(`The audit could not be made: ${message}\n`);
    if (error instanceof AuditUsageError) terminal.error(`\n${auditUsage}`);
    return 2;
  }
}
