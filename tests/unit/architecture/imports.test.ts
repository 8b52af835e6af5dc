import { describe, expect, it } from 'vitest';
import { filesBelow, importsOf, read } from './repository.ts';

const pure = [
  'src/model',
  'src/analysis',
  'src/protocol',
  'src/recording',
  'src/heap-snapshot',
  'src/judgement',
  'src/words',
];

/** Which parts of the repository each part may import, itself apart (docs/architecture.md, "Import rules"). */
const mayImport: Record<string, readonly string[]> = {
  'src/model': [],
  'src/words': [],
  'src/analysis': ['src/model', 'src/words'],
  'src/protocol': ['src/model'],
  'src/recording': ['src/model', 'src/words'],
  'src/heap-snapshot': ['src/model', 'src/words'],
  'src/judgement': ['src/model', 'src/words', 'src/analysis', 'src/recording'],
  'src/transport': pure,
  frontend: [...pure, 'src/transport'],
  content: [...pure, 'src/transport', 'frontend'],
  background: [...pure, 'src/transport'],
  panel: [...pure, 'src/transport'],
  backend: pure,
  cli: pure,
};

/** The only places that may speak to the browser's extension API. */
const extensionApi = [
  /^src\/transport\/runtime\.ts$/,
  /^content\/[\w-]+\.iife\.ts$/,
  /^background\//,
  /^panel\/platform\//,
  /^panel\/devtools\.ts$/,
];

const parts = [...Object.keys(mayImport), 'demo', 'scripts', 'tests'];
const partOf = (path: string) => parts.find((part) => path === part || path.startsWith(`${part}/`));
const sources = (part: string) => filesBelow(part, /\.(ts|tsx|mts|js|mjs)$/);

describe('import rules', () => {
  it.each(Object.entries(mayImport))('%s imports only what it may', (part, allowed) => {
    const files = sources(part);
    expect(files.length).toBeGreaterThan(0);
    const wrong = files.flatMap((file) =>
      importsOf(file)
        .map(partOf)
        .filter((target) => target !== undefined && target !== part && !allowed.includes(target))
        .map((target) => `${file} imports ${target}`),
    );
    expect(wrong).toEqual([]);
  });

  it.each(pure)('%s needs no package but zod', (part) => {
    const wrong = sources(part).flatMap((file) =>
      importsOf(file)
        .filter((target) => partOf(target) === undefined && target !== 'zod')
        .map((target) => `${file} imports ${target}`),
    );
    expect(wrong).toEqual([]);
  });

  it('keeps chrome.* and webextension-polyfill in their few places', () => {
    const wrong = Object.keys(mayImport)
      .flatMap(sources)
      .filter(
        (file) =>
          importsOf(file).includes('webextension-polyfill') ||
          /\b(chrome|browser)\.(runtime|tabs|storage|devtools|scripting|permissions|i18n|action)\b/.test(read(file)),
      )
      .filter((file) => !extensionApi.some((place) => place.test(file)));
    expect([...new Set(wrong)]).toEqual([]);
  });

  it('lets nothing import the outermost parts', () => {
    const outermost = ['content', 'background', 'panel', 'backend', 'cli'];
    const wrong = Object.keys(mayImport).flatMap((part) =>
      sources(part).flatMap((file) =>
        importsOf(file)
          .map(partOf)
          .filter((target) => target !== undefined && target !== part && outermost.includes(target))
          .map((target) => `${file} imports ${target}`),
      ),
    );
    expect(wrong).toEqual([]);
  });

  it('fetches in the panel only from panel/pairing, and source maps from one file', () => {
    const wrong = sources('panel').filter(
      (file) =>
        !/^panel\/(?:pairing\/|source-maps\/fetch-map\.ts$)/.test(file) &&
        /\b(fetch|XMLHttpRequest|WebSocket|EventSource|sendBeacon)\s*\(/.test(read(file)),
    );
    expect(wrong).toEqual([]);
  });
});
