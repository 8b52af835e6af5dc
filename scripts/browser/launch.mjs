import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import puppeteer from 'puppeteer';
import { browserHelp, findBrowser } from '../find-browser.mjs';

/**
 * Starts a browser with the built extension (none where `extension` is null), a profile of its own, and, unless `devtools` is false,
 * DevTools for every page in a window of its own.
 *
 * `language`: of its own windows and of the extension. A browser that nobody sees speaks English, so that tests read the same everywhere.
 *
 * @param {{ extension?: string | null, devtools?: boolean, headless?: boolean, language?: string, theme?: 'light' | 'dark', width?: number, height?: number, args?: string[] }} [options]
 */
export async function launchBrowser({
  extension = 'dist/chrome',
  devtools = true,
  headless = true,
  language = headless ? 'en-US' : undefined,
  theme = 'light',
  width = 1280,
  height = 800,
  args = [],
} = {}) {
  const executablePath = findBrowser();
  if (!executablePath) throw new Error(`No browser was found. ${browserHelp()}`);
  const userDataDir = mkdtempSync(join(tmpdir(), 'memory-plus-'));
  writePreferences(userDataDir, theme);
  const browser = await puppeteer.launch({
    executablePath,
    userDataDir,
    headless,
    pipe: true,
    devtools,
    ...(extension ? { enableExtensions: [extension] } : {}),
    defaultViewport: null,
    // Linux goes by the variable, the others by the argument.
    ...(language ? { env: { ...process.env, LANGUAGE: language } } : {}),
    protocolTimeout: 60_000,
    // With a window it is the caller who ends everything in order when Ctrl-C is pressed.
    handleSIGINT: headless,
    handleSIGTERM: headless,
    args: [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      ...[
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
      ...(language ? [`--lang=${language}`] : []),
      `--window-size=${width},${height}`,
      ...args,
    ],
  });
  const close = browser.close.bind(browser);
  browser.close = async () => {
    await close();
    removeFolder(userDataDir);
  };
  return browser;
}

/**
 * DevTools read their settings from the profile: undocked, so that a screenshot shows the tab in full width, and in one theme.
 *
 * @param {string} folder @param {'light' | 'dark'} theme
 */
function writePreferences(folder, theme) {
  const preferences = {
    currentDockState: '"undocked"',
    'ui-theme': theme === 'dark' ? '"dark"' : '"default"',
    uiTheme: theme === 'dark' ? '"dark"' : '"default"',
  };
  mkdirSync(join(folder, 'Default'), { recursive: true });
  writeFileSync(
    join(folder, 'Default', 'Preferences'),
    JSON.stringify({ devtools: { preferences, synced_preferences_sync_disabled: preferences } }),
  );
}

/** @param {string} folder */
function removeFolder(folder) {
  try {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  } catch {
    // The browser's last processes may still hold files; the system clears its own folder for such things.
  }
}
