import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ExtensionDocument, type Firefox, launchFirefox } from '../../../scripts/browser/firefox.mjs';
import { until } from '../../../scripts/browser/panel.mjs';
import { findFirefox, firefoxHelp } from '../../../scripts/find-browser.mjs';
import { parseRecording, type Recording } from '../../../src/recording/index.ts';

/** Without Firefox scripts/setup.mjs --tests has said so; on CI that is a failure there and here. */
export const noFirefox = findFirefox() === null;
if (noFirefox && process.env.CI) throw new Error(`Firefox is missing. ${firefoxHelp}`);

export function openFirefox(options?: Parameters<typeof launchFirefox>[0]): Promise<Firefox> {
  if (!existsSync('dist/firefox/manifest.json')) throw new Error('The extension is not built: run npm run build.');
  return launchFirefox(options);
}

/** Exports through the tab, as a person would. */
export async function exported({ downloads }: Firefox, panel: ExtensionDocument): Promise<Recording> {
  const before = new Set(readdirSync(downloads));
  await panel.press('export-json');
  return until(15_000, 'The tab exported no recording.', async () => {
    const file = readdirSync(downloads).find((name) => name.endsWith('.json') && !before.has(name));
    return file === undefined ? null : parseRecording(readFileSync(join(downloads, file), 'utf8'));
  });
}

/** Keeps what a person would see now under out/e2e. */
export async function keepScreenshot(panel: ExtensionDocument, name: string): Promise<void> {
  mkdirSync('out/e2e', { recursive: true });
  writeFileSync(`out/e2e/${name}.png`, await panel.screenshot());
}

/**
 * Errors and warnings of the extension's own files, of their code or of a policy. What Firefox's own code says of an event page that
 * a test ended by force while it was sending is not among them.
 */
export async function complaints({ chrome }: Firefox): Promise<readonly string[]> {
  const messages = await chrome(`
    return JSON.stringify(Services.console.getMessageArray().map((message) => String(message)).filter((text) => text.includes('{file: "moz-extension://')))`);
  return JSON.parse(String(messages));
}
