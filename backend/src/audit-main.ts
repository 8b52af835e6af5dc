import 'reflect-metadata';
import { auditCommand } from './audit/audit-command.ts';

// npm starts a script in the package's folder; files are relative to where the person is.
process.exitCode = await auditCommand(process.argv.slice(2), process.env.INIT_CWD ?? process.cwd(), {
  out: (text) => process.stdout.write(text),
  error: (text) => process.stderr.write(text),
});
// The application under audit may have left timers; the output is written first.
process.stdout.write('', () => process.exit());
