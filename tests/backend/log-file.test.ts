import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { logLeaks } from '../../backend/src/common/leaks/leak-log.ts';
import type { LeakRecorder } from '../../backend/src/common/services/memory-leak-detector.service.ts';
import { LogFile } from '../../backend/src/logging/log-file.ts';
import { ServerLogger } from '../../backend/src/logging/server-logger.ts';
import { leakReport } from './storage-rows.ts';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'memory-plus-log-'));
  path = join(folder, 'logs', 'application.log');
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});
const lines = () => readFileSync(path, 'utf8').split('\n').slice(0, -1);

describe('the log file', () => {
  it('has a line for each entry, whatever is in it, for this user only, and goes on after a restart', () => {
    new LogFile(path).write('warn', 'first\r\n2026-01-01T00:00:00.000Z error forged\u0007');
    new LogFile(path).write('error', 'second');
    expect(lines()).toEqual([
      expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z warn first \| 2026-.* error forged $/),
      expect.stringMatching(/Z error second$/),
    ]);
    if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('is never larger than its limit, nor is the one before it', () => {
    const file = new LogFile(path, { maxBytes: 1_000 });
    for (let i = 0; i < 200; i++) file.write('warn', `line ${i}`);
    for (const one of [path, `${path}.1`]) expect(statSync(one).size).toBeLessThanOrEqual(1_000);
    expect(lines().at(-1)).toMatch(/line 199$/);
    file.write('warn', 'x'.repeat(1_000_000));
    expect(statSync(path).size).toBeLessThan(11_000);
  });

  it('says once that it cannot be written, disturbs nobody, and goes on when it can', () => {
    writeFileSync(join(folder, 'logs'), 'a file where the folder should be');
    const onFailure = vi.fn();
    const file = new LogFile(path, { pause: 0, onFailure });
    for (let i = 0; i < 3; i++) file.write('warn', 'lost');
    expect(onFailure).toHaveBeenCalledTimes(1);
    expect(onFailure.mock.calls[0]?.[0]).toContain(path);
    rmSync(join(folder, 'logs'));
    file.write('warn', 'kept');
    expect(lines()).toEqual([expect.stringContaining('kept')]);
  });

  it('gets what the server warns of and its errors with where they came from, and nothing less', () => {
    vi.spyOn(process.stdout, 'write').mockReturnValue(true);
    vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    const logger = new ServerLogger(new LogFile(path));
    logger.warn('short of memory', 'Shop');
    logger.error(new Error('broken'));
    logger.log('a request');
    expect(lines()).toEqual([
      expect.stringContaining('warn [Shop] short of memory'),
      expect.stringMatching(/error \[.*Error: broken \| at /),
    ]);
  });
});

describe('the log of leaks', () => {
  it('tells each alert, and each leak once', () => {
    const warn = vi.fn();
    let recorder: LeakRecorder | undefined;
    logLeaks(
      {
        record: (given) => {
          recorder = given;
          return () => {};
        },
      },
      { warn },
    );
    recorder?.alert({ at: 1, rule: 'leak', level: 'critical', state: 'raised', detail: 'The floor rises.' });
    const site = { function: 'remember', script: 'cache.js:7', callers: [], live: 1, growth: 1 };
    recorder?.report({ ...leakReport('a1', 1), sites: [site] });
    recorder?.report({ ...leakReport('a1', 2), state: 'known' });
    expect(warn.mock.calls.flat()).toEqual([
      'Alert raised: leak (critical). The floor rises.',
      'Leak a1: The floor rises. It grows at remember (cache.js:7). See GET /api/monitoring/memory/leaks.',
    ]);
  });
});
