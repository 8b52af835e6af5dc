import { speak, type Words } from '@memory-plus/core/words';

/** What is used of `chrome.i18n`. */
export interface BrowserMessages {
  getMessage(key: string, values: string[]): string;
  getUILanguage(): string;
}

/** A message takes nine values at most. */
const places = Array.from({ length: 9 }, (_, index) => `{${index + 1}}`);

/**
 * The messages of `_locales` in the language that the browser chose, or in English where it has none of its own. Numbers follow the
 * browser's own kind of that language (de-AT, en-GB), and never another language than the texts around them.
 */
export function wordsOf(i18n: BrowserMessages): Words {
  const known = new Map<string, string>();
  const template = (key: string) => {
    const message = known.get(key) ?? i18n.getMessage(key, places);
    known.set(key, message);
    return message;
  };
  const written = template('language');
  const browser = i18n.getUILanguage();
  return { language: browser.split('-')[0] === written ? browser : written, template };
}

// Some texts are read while modules load, so this cannot wait for a call. Workers and the pages of tests have no messages of their own.
const { i18n } = (globalThis as { chrome?: { i18n?: Partial<BrowserMessages> } }).chrome ?? {};
if (i18n?.getMessage) speak(wordsOf(i18n as BrowserMessages));
