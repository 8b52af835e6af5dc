import { corePhrases } from '@memory-plus/core/words';
import { describe, expect, it } from 'vitest';
import { shape } from '../../../panel/strings/en.ts';
import { declaredBy } from '../../../panel/strings/section.ts';
import { locales, type Messages } from '../../panel-page/locales.ts';
import { filesBelow, read } from '../architecture/repository.ts';

const english = locales.en ?? {};
const languages = Object.entries(locales);
/** Of a counted text there is one for each form that its language has: they are compared by what they have in common. */
const forms = new Set(['zero', 'one', 'two', 'few', 'many', 'other']);
const baseOf = (key: string) => (forms.has(key.split('_').at(-1) ?? '') ? key.slice(0, key.lastIndexOf('_')) : key);
const isCounted = (key: string) => `${baseOf(key)}_other` in english;
const comparable = (messages: Messages) =>
  [...new Set(Object.keys(messages).map((key) => (isCounted(key) ? `${baseOf(key)}_*` : key)))].sort();
const placeholder = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

describe.each(languages)('the messages in %s', (language, messages) => {
  it('are the same as in English, and no more', () => {
    expect(comparable(messages)).toEqual(comparable(english));
  });

  it('have keys that browsers take, and tell apart', () => {
    const keys = Object.keys(messages);
    expect(keys.filter((key) => !/^\w+$/.test(key))).toEqual([]);
    expect(new Set(keys.map((key) => key.toLowerCase())).size).toBe(keys.length);
  });

  it('name their language as their folder does', () => {
    expect(messages.language?.message).toBe(language);
  });

  it('use each placeholder that English has, and no other', () => {
    const wrong = Object.entries(messages).flatMap(([key, { message, placeholders = {} }]) => {
      const model = english[key] ?? english[`${baseOf(key)}_other`];
      const named = [...message.replaceAll('$$', '').matchAll(/\$(\w+)\$/g)].map(
        ([, name]) => name?.toLowerCase() ?? '',
      );
      const stray = message
        .replaceAll('$$', '')
        .replaceAll(/\$\w+\$/g, '')
        .includes('$');
      const unused = Object.keys(placeholders).filter(
        (name) => !named.includes(name) && !(isCounted(key) && name === 'count'),
      );
      const same = JSON.stringify(placeholders) === JSON.stringify(model?.placeholders ?? {});
      return stray || unused.length > 0 || named.some((name) => !(name in placeholders)) || !same ? [key] : [];
    });
    expect(wrong).toEqual([]);
  });

  it('have the plural forms that the language needs, and no other', () => {
    const needed = new Intl.PluralRules(language).resolvedOptions().pluralCategories.sort();
    const bases = new Set(Object.keys(messages).filter(isCounted).map(baseOf));
    expect(bases.size).toBeGreaterThan(10);
    for (const base of bases) {
      const found = [...forms].filter((form) => `${base}_${form}` in messages).sort();
      expect([base, found]).toEqual([base, needed]);
    }
  });

  it('say something, without spaces at their ends', () => {
    expect(Object.entries(messages).filter(([, { message }]) => message === '' || message.trim() !== message)).toEqual(
      [],
    );
  });
});

describe('the messages', () => {
  const manifest = [...read('manifest.json').matchAll(/__MSG_(\w+)__/g)].map(([, key]) => key ?? '');
  const outside = filesBelow('background', /\.ts$/)
    .concat('panel/devtools.ts')
    .flatMap((file) => [...read(file).matchAll(/'(\w+_\w+)'/g)].map(([, key]) => key ?? ''));
  const declared = declaredBy(shape);

  it('are those that the panel, the core, the worker and the manifest read', () => {
    const keys = [
      'language',
      ...manifest,
      ...outside.filter((key) => key in english),
      ...declared.map(({ key, counted }) => (counted ? `${key}_*` : key)),
      ...corePhrases().map(({ key }) => (isCounted(key) ? `${baseOf(key)}_*` : key)),
    ];
    expect([...new Set(keys)].sort()).toEqual(comparable(english));
  });

  it('take their values by the names and in the order in which the panel gives them', () => {
    for (const { key, names, counted } of declared) {
      const message = english[counted ? `${key}_other` : key];
      const expected = names.map((name, index) => [placeholder(name), { content: `$${index + 1}` }]);
      expect([key, message?.placeholders ?? {}]).toEqual([key, Object.fromEntries(expected)]);
    }
  });

  it('say in English what the core says (node scripts/publish-words.mjs writes it)', () => {
    for (const { key, english: phrase, names } of corePhrases()) {
      const message = phrase.replace(
        /\{(\d)\}/g,
        (_, digit) => `$${placeholder(names[digit - 1] ?? '').toUpperCase()}$`,
      );
      expect([key, english[key]?.message]).toEqual([key, message]);
    }
  });

  it('are each read somewhere', () => {
    const files = filesBelow('panel', /\.tsx?$/)
      .filter((file) => !/strings\/(en|section)/.test(file))
      .map(read);
    const named = new Set(files.flatMap((code) => [...code.matchAll(/[.{,]\s*(\w+)/g)].map(([, name]) => name)));
    // Some are chosen by a value: `text.status[status]`, or `text[kind]` where `text` is the section.
    const chosen = new Set(
      files.flatMap((code) => [
        ...[...code.matchAll(/\.(\w+)\[|=\{(?:\w+\.)*(\w+)\}/g)].map(([, name, passed]) => name ?? passed),
        ...(/\btext\[/.test(code) ? [/const text = (?:\w+\.)*(\w+);/.exec(code)?.[1]] : []),
      ]),
    );
    const unread = pathsOf(shape).filter((path) => !named.has(path.at(-1)) && !path.some((part) => chosen.has(part)));
    expect(unread.map((path) => path.join('.'))).toEqual([]);
  });
});

function pathsOf(part: object, path: readonly string[] = []): (readonly string[])[] {
  return Object.entries(part).flatMap(([name, inner]: [string, { kind?: unknown }]) =>
    typeof inner.kind === 'string' ? [[...path, name]] : pathsOf(inner, [...path, name]),
  );
}
