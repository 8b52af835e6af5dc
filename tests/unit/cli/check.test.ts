import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { exportRecording } from '@memory-plus/core/recording';
import { describe, expect, it } from 'vitest';
import { recordedPair } from '../analysis/recorded-pair.ts';
import { filesIn, flat, leaking, page, server, shell } from './recordings.ts';

const files = filesIn();
const leak = files.record('leak.json', { live: leaking });
const clean = files.record('clean.json', { live: flat });
const slow = files.record('slow.json', { live: flat, renders: [{ component: 'Table', slow: 3, worst: 41.25 }] });

describe('memory-plus check', () => {
  it('ends with 1 on a leak and says why', async () => {
    const { code, out } = await shell(['check', leak]);
    expect(code).toBe(1);
    expect(out).toMatch(/FAIL {2}leak \(floor-growth\): The floor after \d+ collections rises 3\.0 ± .* MB\/min/);
  });

  it('ends with 0 on a clean recording', async () => {
    expect(await shell(['check', clean])).toMatchObject({
      code: 0,
      err: '',
      out: expect.stringContaining('ok    clean: '),
    });
  });

  it('ends with 1 on slow renders, unless they are allowed', async () => {
    const { code, out } = await shell(['check', slow]);
    expect(code).toBe(1);
    expect(out).toContain('FAIL  3 slow renders; 0 allowed; worst: Table with 41.3 ms.');
    expect((await shell(['check', slow, '--max-slow-renders', '3'])).code).toBe(0);
    expect((await shell(['check', slow, '--max-slow-renders', '2'])).code).toBe(1);
    expect((await shell(['check', slow, '--max-slow-renders', 'unlimited'])).code).toBe(0);
  });

  it('judges servers and several sources and files at once', async () => {
    const both = files.record('both.json', { live: flat, source: page }, { live: leaking, source: server });
    const { code, out } = await shell(['check', clean, both]);
    expect(code).toBe(1);
    expect(out).toContain('api (http://localhost:3000) (server, 15 min)');
    expect(out.match(/FAIL/g)).toHaveLength(1);
  });

  it('holds budgets for rate and heap', async () => {
    expect((await shell(['check', leak, '--max-leak-rate', '4MB/min'])).code).toBe(0);
    expect((await shell(['check', leak, '--max-leak-rate', '2MB/min'])).code).toBe(1);
    expect((await shell(['check', leak, '--max-leak-rate', '100 KB/s'])).code).toBe(0);
    expect((await shell(['check', clean, '--max-heap', '1GB'])).code).toBe(0);
    const { code, out } = await shell(['check', clean, '--max-heap', '60MB']);
    expect(code).toBe(1);
    expect(out).toMatch(/FAIL {2}The heap reached 8\d MB; 60 MB allowed\./);
  });

  it('takes budgets from a file, and from the command line before it', async () => {
    const config = files.write('budgets.json', JSON.stringify({ maxSlowRenders: 5, maxHeap: '1GB' }));
    expect((await shell(['check', slow, '--config', config])).code).toBe(0);
    expect((await shell(['check', slow, '--config', config, '--max-slow-renders', '1'])).code).toBe(1);
  });

  it('prints JSON', async () => {
    const { out } = await shell(['check', leak, '--json']);
    const result = JSON.parse(out);
    expect(result).toMatchObject({
      ok: false,
      budgets: { maxHeap: null },
      results: [{ source: { verdict: { word: 'leak' } } }],
    });
  });

  it('prints JUnit XML, with names from pages made harmless', async () => {
    const name = '<&"\u0000\ud800>';
    const path = files.record('names.json', { live: flat, renders: [{ component: name, slow: 1 }] });
    const { out } = await shell(['check', path, '--junit']);
    expect(out).toContain('tests="2" failures="1"');
    expect(out).toContain('&lt;&amp;&quot; ');
    expect(out).not.toMatch(/\p{Cs}/u);
  });

  it('annotates for GitHub in its workflows, beside what is printed', async () => {
    const { out } = await shell(['check', leak], { GITHUB_ACTIONS: 'true' });
    expect(out).toMatch(/^::error file=.*leak\.json,title=memory-plus%3A leak::.*leak \(floor-growth\)/m);
    const json = await shell(['check', leak, '--json', '--github']);
    expect(() => JSON.parse(json.out)).not.toThrow();
    expect(json.err).toMatch(/^::error /);
  });

  it('writes to a file', async () => {
    const path = join(files.folder, 'result.xml');
    expect(await shell(['check', clean, '--junit', '--output', path])).toMatchObject({ code: 0, out: '' });
    expect(readFileSync(path, 'utf8')).toContain('failures="0"');
  });

  it('does not let a page drive the terminal', async () => {
    const path = files.record('escape.json', { live: flat, renders: [{ component: '\u001b[2Jx\u202e', slow: 1 }] });
    expect((await shell(['check', path])).out).not.toMatch(/\p{Cc}(?<!\n)|\u202e/u);
  });
});

describe('memory-plus check given something wrong', () => {
  const cases: readonly (readonly [string, () => readonly string[], RegExp])[] = [
    ['no file', () => ['check'], /missing required argument/],
    ['a file that is not there', () => ['check', 'nowhere.json'], /nowhere\.json: there is no such file/],
    ['a folder', () => ['check', files.folder], /is a folder/],
    ['no JSON', () => ['check', files.write('a.txt', 'hello')], /a\.txt: The file is not valid JSON/],
    ['other JSON', () => ['check', files.write('b.json', '{}')], /b\.json: The file is not a Memory\+ recording/],
    ['an empty recording', () => ['check', files.record('empty.json')], /no page and no server/],
    ['a size without sense', () => ['check', clean, '--max-heap', 'much'], /--max-heap: "much" is no size/],
    [
      'a rate without sense',
      () => ['check', clean, '--max-leak-rate', '3/day'],
      /--max-leak-rate: "3\/day" is no rate/,
    ],
    ['a count without sense', () => ['check', clean, '--max-slow-renders', '-1'], /--max-slow-renders: "-1"/],
    ['an unknown word', () => ['check', clean, '--fail-on', 'fine'], /growing, suspect, leak/],
    ['an unknown option', () => ['check', clean, '--colour'], /unknown option/],
    ['an unknown command', () => ['chek', clean], /unknown command/],
    ['two formats', () => ['check', clean, '--json', '--junit'], /exclude each other/],
    ['no configuration', () => ['check', clean, '--config', 'no.json'], /configuration no\.json cannot be used/],
    [
      'an unknown setting',
      () => ['check', clean, '--config', files.write('c.json', '{"maxLeek":1}')],
      /unknown setting "maxLeek"/,
    ],
    ['a folder to write to', () => ['check', clean, '--output', files.folder], /cannot be written/],
  ];
  it.each(cases)('ends with 2 and a message: %s', async (_, args, message) => {
    const { code, err } = await shell(args());
    expect(code).toBe(2);
    expect(err).toMatch(message);
  });

  it('ends with 0 for help and version', async () => {
    expect(await shell(['--help'])).toMatchObject({ code: 0, out: expect.stringContaining('check') });
    expect(await shell(['--version'])).toMatchObject({ code: 0, out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) });
  });
});

describe('memory-plus check of a page and its server', () => {
  const pair = (name: string) => files.write(`${name}.json`, exportRecording(recordedPair(name)));

  it('names the requests that the server grows by, and fails on them', async () => {
    const { code, out } = await shell(['check', pair('one-of-five-in-parallel')]);
    expect(code).toBe(1);
    expect(out).toMatch(/FAIL {2}page and server: The server leaks, the page is flat: 1\d\d KB per \/reports\./);
  });

  it('fails by the words that are asked for, even where the series of the server alone does not tell', async () => {
    const file = pair('one-of-five');
    expect((await shell(['check', file])).code).toBe(0);
    const { code, out } = await shell(['check', file, '--fail-on', 'suspect']);
    expect(code).toBe(1);
    expect(out.match(/FAIL/g)).toHaveLength(1);
    expect(out).toMatch(/FAIL {2}page and server: The server goes on growing/);
  });

  it('says nothing against a pair that is clean, and lets a rate be allowed', async () => {
    const { code, out } = await shell(['check', pair('clean')]);
    expect(code).toBe(0);
    expect(out).toContain('ok    page and server: Server and page are flat.');
    expect((await shell(['check', pair('one-of-five-in-parallel'), '--max-leak-rate', '50MB/min'])).code).toBe(0);
  });
});
