import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Row } from '@memory-plus/core/model';
import { exportRecording, type Recording, RecordingStore, type Source } from '@memory-plus/core/recording';
import { afterAll } from 'vitest';
import { run } from '../../../cli/src/program.ts';
import { heapRows, MB } from '../analysis/heaps.ts';

const startedAt = 1_700_000_000_000;
export const page: Source = { kind: 'page', id: 'p', startedAt, url: 'http://localhost/app', frame: 0 };
export const server: Source = {
  kind: 'server',
  id: 's',
  startedAt,
  url: 'http://localhost:3000',
  name: 'api',
  bootId: 'b',
  clockOffset: 0,
};

export interface Content {
  readonly source?: Source;
  /** Megabytes alive after so many seconds, for 900 s. */
  readonly live?: (second: number) => number;
  readonly renders?: readonly Partial<Row<'renders'>>[];
}

const render: Row<'renders'> = {
  at: startedAt,
  component: 'List',
  count: 100,
  mounts: 0,
  slow: 0,
  total: null,
  self: 100,
  worst: 2,
  worstAt: startedAt,
  how: 'timed',
  buckets: [16, 100],
};

export function recordingOf(...contents: readonly Content[]): Recording {
  const settings = { heapInterval: 1000, slowRender: 16 };
  const store = new RecordingStore({ tool: { name: 'test', version: '1' }, created: startedAt, settings });
  for (const { source = page, live, renders = [] } of contents) {
    const emit = store.emitter(store.addSource(source));
    for (const { row, collected } of live
      ? heapRows({ seconds: 900, live: (s) => live(s) * MB, startAt: startedAt })
      : []) {
      if (collected) emit('collections', { at: row.at, after: row.used, pause: null });
      emit('heap', row);
    }
    for (const part of renders) emit('renders', { ...render, ...part });
  }
  return store.recording();
}

export const leaking = (s: number) => 50 + s * 0.05;
export const flat = () => 50;

/** A folder of files for one test file, removed at its end. */
export function filesIn() {
  const folder = mkdtempSync(join(tmpdir(), 'memory-plus-cli-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const write = (name: string, text: string) => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };
  return {
    folder,
    write,
    record: (name: string, ...c: readonly Content[]) => write(name, exportRecording(recordingOf(...c))),
  };
}

/** Runs a command line as the shell would. */
export async function shell(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const result = { out: '', err: '', code: 0 };
  await run(args, {
    out: (text) => {
      result.out += text;
    },
    err: (text) => {
      result.err += text;
    },
    exit: (code) => {
      result.code = code;
    },
    env,
  });
  return result;
}
