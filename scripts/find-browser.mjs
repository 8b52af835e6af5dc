import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome', 'microsoft-edge'];

const wellKnown = {
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ],
  win32: [
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
  ],
};

/**
 * Where a Chromium-based browser is: PUPPETEER_EXECUTABLE_PATH, then the PATH, then the usual places of the system.
 *
 * @returns {string | null}
 */
export function findBrowser() {
  const chosen = process.env.PUPPETEER_EXECUTABLE_PATH;
  if (chosen) return executable(chosen) ? chosen : null;
  return search(names, wellKnown);
}

const firefoxNames = ['firefox-esr', 'firefox'];

const wellKnownFirefox = {
  darwin: ['/Applications/Firefox.app/Contents/MacOS/firefox'],
  win32: ['C:\\Program Files\\Mozilla Firefox\\firefox.exe'],
};

/**
 * Where Firefox is: MEMORY_PLUS_FIREFOX, then the PATH, then the usual places of the system.
 *
 * @returns {string | null}
 */
export function findFirefox() {
  const chosen = process.env.MEMORY_PLUS_FIREFOX;
  if (chosen) return executable(chosen) ? chosen : null;
  return search(firefoxNames, wellKnownFirefox);
}

export const firefoxHelp =
  'Install Firefox 128 or later (Debian: sudo apt-get install firefox-esr), or set MEMORY_PLUS_FIREFOX to its executable.';

/** The one thing to do where no browser was found. */
export function browserHelp() {
  if (process.env.PUPPETEER_EXECUTABLE_PATH)
    return 'PUPPETEER_EXECUTABLE_PATH names no executable file: correct it or unset it.';
  if (process.platform === 'linux')
    return 'Install one, for example: sudo apt-get install chromium. Or set PUPPETEER_EXECUTABLE_PATH to the browser.';
  return 'Install Chrome, or set PUPPETEER_EXECUTABLE_PATH to a Chromium-based browser.';
}

/** @param {string[]} names @param {{ darwin: string[], win32: string[] }} places @returns {string | null} */
function search(names, places) {
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  const onPath = folders.flatMap((folder) => names.map((name) => join(folder, name)));
  const usual = process.platform === 'darwin' || process.platform === 'win32' ? places[process.platform] : [];
  return [...onPath, ...usual].find(executable) ?? null;
}

/** @param {string} path */
function executable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
