// Makes a fresh clone ready: checks Node, installs the dependencies and a browser where they are missing; with --tests also what only
// the tests need. Plain Node, no dependency needed.
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { browserHelp, findBrowser } from './find-browser.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
process.chdir(root);

checkNode();
installDependencies();
installBrowser();
if (process.argv.includes('--tests')) installTestTools();

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  fail(
    `Memory+ needs Node 20.19 or later; this is ${process.versions.node}.`,
    'Install a newer Node and run the command again.',
  );
}

/** The lock file's hash is kept beside what was installed from it: a changed lock file means a new installation. */
function installDependencies() {
  const stamp = 'node_modules/.memory-plus-lock';
  const lock = createHash('sha256').update(readFileSync('package-lock.json')).digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return;
  say('Installing dependencies (npm ci) …');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const { status } = spawnSync(npm, ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
    env: { ...process.env, PUPPETEER_SKIP_DOWNLOAD: '1' },
  });
  if (status !== 0)
    fail(
      'npm ci failed.',
      'Read what it printed above; with no network the registry cannot be reached. Then run the command again.',
    );
  mkdirSync('node_modules', { recursive: true });
  writeFileSync(stamp, lock);
}

function installBrowser() {
  if (findBrowser()) return;
  if (!mayInstall()) fail('No Chromium, Chrome or Edge was found.', browserHelp());
  say('Installing Chromium (apt-get install chromium) …');
  if (!aptInstall('chromium', 'fonts-dejavu-core')) fail('Chromium could not be installed.', browserHelp());
  if (!findBrowser()) fail('Chromium was installed but cannot be found.', browserHelp());
}

/** The real programs that tests of the backend run against. Without one its tests fail, and say so. */
function installTestTools() {
  const missing = [
    { name: 'prometheus', there: commandExists('promtool') && commandExists('prometheus') },
    { name: 'redis-server', there: commandExists('redis-server') },
    // Debian keeps its programs beside the path.
    { name: 'postgresql', there: existsSync('/usr/lib/postgresql') },
  ].flatMap(({ name, there }) => (there ? [] : [name]));
  if (missing.length === 0) return;
  const help = `Debian: sudo apt-get install ${missing.join(' ')}`;
  if (mayInstall()) {
    say(`Installing for the tests: apt-get install ${missing.join(' ')} …`);
    if (aptInstall(...missing)) return;
  }
  const what = `Missing: ${missing.join(', ')}.`;
  if (process.env.CI) fail(what, help);
  say(`\n!!! ${what} Tests of storage, metrics and deployment will fail without.\n!!! ${help}\n`);
}

function mayInstall() {
  return process.platform === 'linux' && process.getuid?.() === 0 && commandExists('apt-get');
}

/** @param {string[]} packages */
function aptInstall(...packages) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const commands = [
    ['update', '-qq'],
    ['install', '-y', '-qq', '--no-install-recommends', ...packages],
  ];
  return commands.every(
    (args) => spawnSync('apt-get', args, { stdio: ['ignore', 'ignore', 'inherit'], env }).status === 0,
  );
}

/** @param {string} command */
function commandExists(command) {
  try {
    execFileSync('which', [command], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** @param {string} text */
function say(text) {
  process.stdout.write(`${text}\n`);
}

/** @param {string} what @param {string} next @returns {never} */
function fail(what, next) {
  process.stderr.write(`${what}\n${next}\n`);
  process.exit(1);
}
