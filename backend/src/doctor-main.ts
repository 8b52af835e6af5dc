import 'reflect-metadata';
import { doctorCommand } from './doctor/doctor-command.ts';

// npm starts a script in the package's folder; files are relative to where the person is.
process.exitCode = await doctorCommand(process.argv.slice(2), process.env.INIT_CWD ?? process.cwd(), {
  out: (text) => process.stdout.write(text),
  error: (text) => process.stderr.write(text),
});
