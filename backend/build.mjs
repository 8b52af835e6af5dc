// Builds what a server needs to run on plain Node: the pure parts of @memory-plus/core (src/dist), the module with its runnable server
// (backend/dist) and the demo backend (demo/server/dist). Types are emitted beside the code; type errors end the build.
import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/** Core is built first: the others are compiled against what it publishes. */
const parts = [
  { config: 'src/tsconfig.json', sources: 'src', output: 'src/dist' },
  { config: 'backend/tsconfig.json', sources: 'backend/src', output: 'backend/dist' },
  { config: 'demo/server/tsconfig.json', sources: 'demo/server/src', output: 'demo/server/dist' },
];

for (const part of parts) build(part);

function build({ config, sources, output }) {
  const { fileNames, options } = parsed(join(root, config));
  rmSync(join(root, output), { recursive: true, force: true });
  const program = ts.createProgram(fileNames, {
    ...options,
    noEmit: false,
    declaration: true,
    rootDir: join(root, sources),
    outDir: join(root, output),
    customConditions: [],
    // Bundler resolution with rewritten endings gives ESM that Node reads as it is.
    emitDecoratorMetadata: false,
  });
  const result = program.emit();
  const problems = [...ts.getPreEmitDiagnostics(program), ...result.diagnostics];
  if (problems.length === 0) return;
  process.stderr.write(ts.formatDiagnosticsWithColorAndContext(problems, formatHost));
  process.stderr.write(`${config} was not built without errors. Mend what is listed above, then run this again.\n`);
  process.exit(1);
}

function parsed(path) {
  const result = ts.getParsedCommandLineOfConfigFile(
    path,
    {},
    { ...ts.sys, onUnRecoverableConfigFileDiagnostic: fail },
  );
  if (!result) throw new Error(`${path} cannot be read`);
  return result;
}

function fail(diagnostic) {
  throw new Error(ts.flattenDiagnosticMessageText(diagnostic.messageText, '\n'));
}

const formatHost = { getCanonicalFileName: (name) => name, getCurrentDirectory: () => root, getNewLine: () => '\n' };
