import { corePhrases, english, sayOfPage, speak, type Words } from '@memory-plus/core/words';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { filesBelow, read } from '../architecture/repository.ts';

/** A language in which every phrase of the core is its key, with its values. */
const keys: Words = {
  language: 'en',
  template: (key) => {
    const names = corePhrases().find((phrase) => phrase.key === key)?.names ?? [];
    return [key, ...names.map((_, index) => `{${index + 1}}`)].join(' ');
  },
};
beforeEach(() => speak(keys));
afterEach(() => speak(english));

describe('what a page tells of what can be measured', () => {
  it('is said again in another language, with its values', () => {
    expect(sayOfPage('this browser has no FinalizationRegistry')).toBe('core_page_noCollections');
    expect(sayOfPage('19.3.1, production build: durations measured')).toBe(
      'core_page_reactMeasured 19.3.1 core_page_production',
    );
    expect(sayOfPage('none found yet; looked at window.__APOLLO_CLIENT__ and in React contexts')).toBe(
      'core_page_noneFound core_page_apolloPlaces',
    );
  });

  it('stays as it is where another version said it', () => {
    expect(sayOfPage('measured with a yardstick')).toBe('measured with a yardstick');
    expect(sayOfPage('')).toBe('');
  });

  const said = filesBelow('frontend/src', /\.ts$/).flatMap((file) =>
    [
      ...read(file).matchAll(
        /\b(?:because|detail|tells|places)(?:: | = | =\n\s+)(?:cut\()?('[^'\n]+'|"[^"\n]+"|`[^`]+`)/g,
      ),
    ]
      .map(([, literal]) =>
        (literal ?? '')
          .slice(1, -1)
          .replaceAll(/\$\{(onRoute\(window\)|where)\}/g, ' on /7')
          .replaceAll(/\$\{[^}]*\}/g, '7'),
      )
      .filter((text) => /\p{L}{3}/u.test(text))
      .map((text) => ({ file, text })),
  );

  it('is known for all that the library says', () => {
    expect(said.length).toBeGreaterThan(25);
    for (const { file, text } of said)
      expect([file, sayOfPage(text)]).toEqual([file, expect.stringMatching(/^core_page_/)]);
  });
});
