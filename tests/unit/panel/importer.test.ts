import { describe, expect, it } from 'vitest';
import { createImporter } from '../../../panel/store/importer.ts';
import { createNotices } from '../../../panel/store/notices.ts';
import { RecordingModel } from '../../../panel/store/recording-model.ts';
import { exportRecording, joinRecordings, parseRecording } from '../../../src/recording/index.ts';
import { InProcessImport } from './import-worker.ts';

const start = 1_772_442_000_000;

function fileOf(rows: number, name = 'kept.json') {
  const model = RecordingModel.empty('test', start, { heapInterval: 500, slowRender: 16 });
  const state = model.addSource({ kind: 'page', id: 'p', startedAt: start, url: 'http://localhost/', frame: 0 });
  for (let i = 0; i < rows; i++) model.append('marks', state, { at: start + i, label: `m${i}` });
  const text = exportRecording(model.store.recording());
  return { text, file: new File([text], name) };
}

function open() {
  const workers: InProcessImport[] = [];
  const notices = createNotices({ setTimer: () => null });
  const importer = createImporter({
    notices,
    startWorker: () => {
      const worker = new InProcessImport();
      workers.push(worker);
      return worker;
    },
  });
  return { workers, notices, importer };
}

describe('a file', () => {
  it('is opened part by part, and its parts are the recording', async () => {
    const { importer, workers } = open();
    const { text, file } = fileOf(12_000);
    const phases = new Set<string>();
    const stop = importer.state.subscribe((state) => {
      if (state) phases.add(`${state.phase} ${state.share}`);
    });
    const opened = await importer.open(file);
    stop();
    if (!opened) throw new Error('It was not opened.');
    expect(opened.parts).toHaveLength(3);
    const [first, ...others] = opened.parts.map(parseRecording);
    expect(first && exportRecording(joinRecordings(first, ...others))).toBe(text);
    expect(exportRecording(opened.model.store.recording())).toBe(text);
    expect([...phases]).toEqual(expect.arrayContaining(['reading 1', `opening ${1 / 3}`, 'opening 1']));
    expect(importer.state.value).toBeNull();
    expect(workers[0]?.ended).toBe(true);
  });

  it('that is cancelled opens nothing, says nothing and leaves no worker', async () => {
    const { importer, workers, notices } = open();
    const stop = importer.state.subscribe((state) => {
      if (state?.phase === 'opening') importer.cancel();
    });
    expect(await importer.open(fileOf(12_000).file)).toBeNull();
    stop();
    expect(importer.state.value).toBeNull();
    expect(notices.list.value).toEqual([]);
    expect(workers.map(({ ended }) => ended)).toEqual([true]);
  });

  it('gives way to the next one', async () => {
    const { importer, workers } = open();
    const first = importer.open(fileOf(12_000, 'first.json').file);
    const second = importer.open(fileOf(3, 'second.json').file);
    expect(importer.state.value?.name).toBe('second.json');
    expect(await first).toBeNull();
    expect((await second)?.model.store.size).toBe(3);
    expect(workers.map(({ ended }) => ended)).toEqual([true, true]);
  });

  it.each([
    ['', 'The file is empty.'],
    ['{"format":"memory-plus/recording@9"}', 'memory-plus/recording@9'],
    ['{', 'not valid JSON'],
  ])('of %j is refused with the reason', async (text, reason) => {
    const { importer, notices } = open();
    expect(await importer.open(new File([text], 'foreign.json'))).toBeNull();
    expect(notices.list.value[0]?.text).toContain('foreign.json');
    expect(notices.list.value[0]?.text).toContain(reason);
    expect(importer.state.value).toBeNull();
  });

  it('is given up when the worker breaks down', async () => {
    const { importer, workers, notices } = open();
    const opened = importer.open(fileOf(5).file);
    workers[0]?.breakDown('out of memory');
    expect(await opened).toBeNull();
    expect(notices.list.value[0]?.text).toContain('out of memory');
  });

  it('larger than the memory of a tab is refused unread', async () => {
    const { importer, notices } = open();
    const file = Object.defineProperty(new File(['x'], 'huge.json'), 'size', { value: 500_000_000 });
    expect(await importer.open(file)).toBeNull();
    expect(notices.list.value[0]?.text).toContain('at most 400 MB');
  });
});
