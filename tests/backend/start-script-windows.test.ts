import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { beforeAll, describe, expect, it } from 'vitest';
import { Language, type Node, Parser } from 'web-tree-sitter';

const script = 'backend/scripts/start-production-memory-optimized';
const shell = readFileSync(`${script}.sh`, 'utf8').replaceAll(/^\s*#.*$/gm, '');
const windows = readFileSync(`${script}.ps1`, 'utf8');
const grammar = createRequire(import.meta.url).resolve('tree-sitter-powershell/tree-sitter-powershell.wasm');

/** No PowerShell runs where the tests do: a grammar reads the script, and what it does is held against what the other one does. */
describe('the start script for Windows', () => {
  let parse: (text: string) => Node;
  beforeAll(async () => {
    await Parser.init();
    const parser = new Parser().setLanguage(await Language.load(grammar));
    parse = (text) => parser.parse(text)?.rootNode ?? expect.fail('nothing was parsed');
  });
  const textsOf = (type: string) =>
    parse(windows)
      .descendantsOfType(type)
      .map((node) => node?.text ?? '');
  const flagsIn = (text: string) => [...new Set(text.match(/--[a-z][a-z0-9-]+/g))].sort();

  it('is PowerShell, in characters that every version of it reads alike', () => {
    expect(parse(windows).hasError).toBe(false);
    expect(parse(windows.replace('} finally {', '} finaly')).hasError).toBe(true);
    expect(windows).not.toMatch(/[^\n\x20-\x7E]/);
  });

  it('gives Node the flags that the other one does', () => {
    expect(flagsIn(textsOf('string_literal').join('\n'))).toEqual(flagsIn(shell));
    expect(flagsIn(shell)).toContain('--max-old-space-size');
  });

  it('sets the same variables, to the same values, and takes them back', () => {
    const exported = [...shell.matchAll(/^export (\w+)=/gm)].map(([, name]) => name).sort();
    const assigned = textsOf('assignment_expression').flatMap(
      (text) => text.match(/^\$env:(\w+) = (.*)$/)?.slice(1) ?? [],
    );
    const names = assigned.filter((_, index) => index % 2 === 0);
    expect([...new Set(names)].sort()).toEqual(exported);
    for (const name of exported) expect(assigned.join(' ')).toContain(`${name} $before.${name}`);
    for (const [, value] of shell.matchAll(/\$\{\w+:-(\w+)\}/g))
      expect(textsOf('string_literal')).toContain(`'${value}'`);
  });

  it('does the same steps in the same order, and reads the same settings', () => {
    const steps = (text: string) => text.match(/[a-z-]*main\.js/g);
    // Both look for the server first.
    expect(steps(windows)).toEqual(steps(shell));
    expect(steps(shell)?.at(-1)).toBe('main.js');
    for (const text of ['.env.$environment', 'MAX_OLD_SPACE_MB']) {
      expect(shell).toContain(text);
      expect(windows.toLowerCase()).toContain(text.toLowerCase());
    }
  });
});
