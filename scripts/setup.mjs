// Makes a fresh clone ready: checks Node, installs the dependencies and a browser where they are missing; with --tests also what only
// the tests need. Plain Node, no dependency needed.
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { browserHelp, findBrowser, findFirefox, firefoxHelp } from './find-browser.mjs';

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

/** What only tests need. Where it cannot be had, it is said what that means for them; on CI that is a failure. */
function installTestTools() {
  installTestTool({
    name: 'Prometheus (prometheus, promtool)',
    found: () => commandExists('promtool') && commandExists('prometheus'),
    debianPackage: 'prometheus',
    without: 'FAILING will be the tests of /metrics, of deploy/ and of the doctor',
    help: 'Install the package prometheus (Debian: sudo apt-get install prometheus).',
  });
  installTestTool({
    name: 'Alertmanager (prometheus-alertmanager, amtool)',
    found: () => commandExists('amtool') && commandExists('prometheus-alertmanager'),
    debianPackage: 'prometheus-alertmanager',
    without: 'FAILING will be the tests of deploy/alertmanager',
    help: 'Install the package prometheus-alertmanager (Debian: sudo apt-get install prometheus-alertmanager).',
  });
  installTestTool({
    name: 'PostgreSQL',
    // Debian keeps its programs beside the path.
    found: () => existsSync('/usr/lib/postgresql'),
    debianPackage: 'postgresql',
    without: 'FAILING will be the tests of storage and of bounded services',
    help: 'Install the package postgresql (Debian: sudo apt-get install postgresql).',
  });
  installTestTool({
    name: 'Redis',
    found: () => commandExists('redis-server'),
    debianPackage: 'redis-server',
    without: 'FAILING will be the tests with Redis',
    help: 'Install the package redis-server (Debian: sudo apt-get install redis-server).',
  });
  installTestTool({
    name: 'Firefox',
    found: () => findFirefox() !== null,
    debianPackage: 'firefox-esr',
    without: 'SKIPPED are the tests in Firefox (tests/e2e/firefox)',
    help: firefoxHelp,
  });
}

/** @param {{ name: string, found: () => boolean, debianPackage: string, without: string, help: string }} tool */
function installTestTool({ name, found, debianPackage, without, help }) {
  if (found()) return;
  if (mayInstall()) {
    say(`Installing ${name} (apt-get install ${debianPackage}) …`);
    if (aptInstall(debianPackage) && found()) return;
  }
  if (process.env.CI) fail(`${name} is missing.`, help);
  say(`${name} is missing. ${without}. ${help}`);
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
