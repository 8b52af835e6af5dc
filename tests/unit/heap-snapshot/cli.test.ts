import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { Command } from 'commander';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { registerSnapshotCommands } from '../../../cli/src/snapshot/index.ts';
import { type NodeSpec, snapshotText } from './make-snapshot.ts';

const page = (leaking: boolean): readonly NodeSpec[] => [
  { type: 'synthetic', name: '', edges: [{ type: 'shortcut', name: 'w', to: 1 }] },
  {
    type: 'object',
    name: 'Window',
    size: 8,
    edges: [...(leaking ? [{ type: 'property' as const, name: 'kept', to: 2 }] : [])],
  },
  { type: 'native', name: '<p\u001b[31m>', size: 64, detachedness: leaking ? 2 : 1 },
];

let folder = '';
const file = (name: string) => join(folder, name);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'memory-plus-'));
  writeFileSync(file('clean.heapsnapshot'), snapshotText(page(false).slice(0, 2)));
  writeFileSync(file('leaking.heapsnapshot'), snapshotText(page(true)));
  writeFileSync(file('leaking.heapsnapshot.gz'), gzipSync(snapshotText(page(true))));
  writeFileSync(file('cut.heapsnapshot'), snapshotText(page(true)).slice(0, -20));
  writeFileSync(file('cut.heapsnapshot.gz'), gzipSync(snapshotText(page(true))).subarray(0, -12));
  writeFileSync(file('other.json'), '{"a":1}');
});
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => {
  process.exitCode = undefined;
});

async function run(...args: readonly string[]): Promise<{ out: string; error: string; code: number }> {
  const written = { out: '', error: '' };
  const into = (stream: 'out' | 'error') => (text: unknown) => {
    written[stream] += String(text);
    return true;
  };
  const out = vi.spyOn(process.stdout, 'write').mockImplementation(into('out'));
  const error = vi.spyOn(process.stderr, 'write').mockImplementation(into('error'));
  try {
    const program = new Command('memory-plus').exitOverride();
    registerSnapshotCommands(program);
    await program.parseAsync(['snapshot', ...args], { from: 'user' });
  } finally {
    out.mockRestore();
    error.mockRestore();
  }
  const code = Number(process.exitCode ?? 0);
  process.exitCode = undefined;
  return { ...written, code };
}

describe('memory-plus snapshot', () => {
  it.each(['leaking.heapsnapshot', 'leaking.heapsnapshot.gz'])(
    'suspects %s, for a person and as JSON',
    async (name) => {
      const text = await run('suspects', file(name));
      expect(text.out).toContain('[leak] 1 × Detached <p');
      expect(text.out).toContain('held by Window .kept Detached <p');
      expect(text.out).not.toContain('\u001b');
      expect(text.code).toBe(0);
      const json = await run('suspects', file(name), '--json', '--fail-on', 'leak');
      expect(JSON.parse(json.out)[0]).toMatchObject({ rule: 'detached-dom', word: 'leak', count: 1, bytes: 64 });
      expect(json.code).toBe(1);
    },
  );

  it('summary, path, diff and hunt answer', async () => {
    expect((await run('summary', file('leaking.heapsnapshot'))).out).toContain('still referred to: 1 DOM nodes');
    expect(JSON.parse((await run('summary', file('leaking.heapsnapshot'), '--json')).out)).toMatchObject({
      totalSize: 72,
      nodeCount: 3,
    });
    expect((await run('path', file('leaking.heapsnapshot'), '@5')).out).toContain('.kept Detached <p');
    const diff = await run('diff', file('clean.heapsnapshot'), file('leaking.heapsnapshot'), '--json');
    expect(JSON.parse(diff.out).classes).toMatchObject([{ added: 1, addedSize: 64 }]);
    expect(
      (await run('diff', file('clean.heapsnapshot'), file('leaking.heapsnapshot'), '--by', 'class')).out,
    ).toContain('by class');
    const hunted = await run(
      'hunt',
      file('clean.heapsnapshot'),
      file('leaking.heapsnapshot'),
      file('leaking.heapsnapshot'),
      '--fail-on',
      'leak',
    );
    expect(hunted.out).toContain('[leak] 1 × Detached <p');
    expect(hunted.code).toBe(1);
  });

  it('redacts into a new file, gzipped when asked for, and overwrites nothing unasked', async () => {
    const target = file('redacted.heapsnapshot.gz');
    expect((await run('redact', file('leaking.heapsnapshot'), target)).code).toBe(0);
    expect(JSON.parse(gunzipSync(readFileSync(target)).toString()).snapshot.node_count).toBe(3);
    expect(statSync(target).mode & 0o777).toBe(0o600);
    const again = await run('redact', file('leaking.heapsnapshot'), target);
    expect([again.code, again.error.includes('--force')]).toEqual([2, true]);
    expect((await run('redact', file('leaking.heapsnapshot'), target, '--force')).code).toBe(0);
  });

  it('never redacts a snapshot into itself, and says which folder is missing', async () => {
    const source = file('leaking.heapsnapshot');
    const before = readFileSync(source);
    const onto = await run('redact', source, source, '--force');
    expect([onto.code, onto.error.includes('the snapshot itself')]).toEqual([2, true]);
    expect(readFileSync(source)).toEqual(before);
    const nowhere = await run('redact', source, file('missing/redacted.heapsnapshot'));
    expect([nowhere.code, nowhere.error.includes(`${file('missing')}: there is no such folder`)]).toEqual([2, true]);
  });

  it.each([
    ['cut.heapsnapshot', 'cut off'],
    ['cut.heapsnapshot.gz', 'cut off'],
    ['other.json', 'not a heap snapshot'],
    ['missing.heapsnapshot', 'no such file'],
    ['', 'folder'],
  ])('%s: says what is wrong and exits with 2', async (name, message) => {
    const { error, out, code } = await run('summary', file(name));
    expect([code, out]).toEqual([2, '']);
    expect(error).toContain(message);
    expect(error).toContain(folder);
    const redacting = await run('redact', file(name), file('never.heapsnapshot'));
    expect([redacting.code, redacting.error.includes(message)]).toEqual([2, true]);
    expect(statSync(file('never.heapsnapshot'), { throwIfNoEntry: false })).toBeUndefined();
    expect(statSync(file('never.heapsnapshot.partial'), { throwIfNoEntry: false })).toBeUndefined();
  });

  it('an id that is not there', async () => {
    expect(await run('path', file('leaking.heapsnapshot'), '77')).toMatchObject({ code: 2 });
    await expect(run('path', file('leaking.heapsnapshot'), 'seven')).rejects.toThrow();
  });
});
