import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Column, type Row, type TableName, tableNames, tables } from '../../../src/model/index.ts';
import {
  exportCsv,
  exportRecording,
  joinRecordings,
  maxRowsPerTable,
  parseRecording,
  type Recording,
  RecordingStore,
  recordingJsonSchema,
  rowsOf,
} from '../../../src/recording/index.ts';

const tool = { name: 'memory-plus', version: '0.1.0' };
const settings = { heapInterval: 500, slowRender: 16 };

function cell(column: Column): fc.Arbitrary<unknown> {
  const amount = fc.double({ min: 0, max: 1e15, noNaN: true, noDefaultInfinity: true });
  switch (column.type) {
    case 'time':
      return amount;
    case 'flag':
      return fc.boolean();
    case 'choice':
      return fc.constantFrom(...column.of);
    case 'numbers':
      return fc.array(fc.nat(), { maxLength: column.maxLength });
    case 'text': {
      const text = fc
        .string({ unit: 'binary', maxLength: column.maxLength })
        .filter((value) => value.length <= column.maxLength);
      return column.nullable ? fc.option(text) : text;
    }
    case 'number': {
      const number = column.integer ? fc.maxSafeNat() : amount;
      return column.nullable ? fc.option(number) : number;
    }
  }
}

const anyRow = fc.constantFrom(...tableNames).chain((table) =>
  fc.record({
    table: fc.constant(table),
    source: fc.nat({ max: 1 }),
    row: fc.record(
      Object.fromEntries(Object.entries<Column>(tables[table]).map(([name, column]) => [name, cell(column)])),
    ),
  }),
);

function storeWith(rows: readonly { table: TableName; source: number; row: object }[]): RecordingStore {
  const store = new RecordingStore({ tool, created: 1_700_000_000_000, settings });
  store.addSource({ kind: 'page', id: 'p', startedAt: 1_700_000_000_000.5, url: 'http://localhost/', frame: 0 });
  store.addSource({
    kind: 'server',
    id: 's',
    startedAt: 1,
    url: 'http://localhost:3000',
    name: 'api',
    bootId: 'b',
    clockOffset: -3.25,
  });
  for (const { table, source, row } of rows) store.append(table, source, row as Row<TableName>);
  return store;
}

describe('a recording', () => {
  it('is the same to the byte after export, import and export', () => {
    fc.assert(
      fc.property(fc.array(anyRow, { maxLength: 40 }), (rows) => {
        const text = exportRecording(storeWith(rows).recording());
        expect(exportRecording(parseRecording(text))).toBe(text);
        expect(exportRecording(RecordingStore.from(parseRecording(text)).recording())).toBe(text);
      }),
    );
  });

  it('gives back the rows that were put in, by source', () => {
    fc.assert(
      fc.property(fc.array(anyRow, { maxLength: 40 }), (rows) => {
        const recording = parseRecording(exportRecording(storeWith(rows).recording()));
        for (const table of tableNames) {
          for (const source of [0, 1]) {
            const expected = rows
              .filter((entry) => entry.table === table && entry.source === source)
              .map(({ row }) => ({ source, ...row }));
            // Negative zero is the one number that JSON does not keep.
            expect(JSON.stringify([...rowsOf(recording, table, source)])).toBe(JSON.stringify(expected));
          }
        }
      }),
    );
  });

  it('drops the oldest rows of a full table and counts them', () => {
    const store = storeWith([]);
    for (let i = 0; i <= maxRowsPerTable; i++) store.append('marks', 0, { at: i, label: '' });
    expect(store.rows('marks') + store.dropped.recording).toBe(maxRowsPerTable + 1);
    expect(store.columns('marks').at[0]).toBe(store.dropped.recording);
  });

  it('has the published JSON Schema', () => {
    const published = JSON.parse(readFileSync(new URL('../../../docs/recording.schema.json', import.meta.url), 'utf8'));
    expect(published).toEqual(JSON.parse(JSON.stringify(recordingJsonSchema())));
  });
});

describe('what is not a recording', () => {
  const sound = () =>
    JSON.parse(exportRecording(storeWith([{ table: 'marks', source: 0, row: { at: 1, label: 'a' } }]).recording()));
  const cases: [string, string | ((file: ReturnType<typeof sound>) => unknown), RegExp][] = [
    ['nothing', '', /empty/],
    ['text', 'hello', /not valid JSON/],
    ['a recording cut off', exportRecording(storeWith([]).recording()).slice(0, 60), /not valid JSON.*cut off/],
    ['a number', '42', /not a Memory\+ recording/],
    ['a heap snapshot', '{"snapshot":{},"nodes":[]}', /heap snapshot.*Snapshots/],
    ['a trace', '{"traceEvents":[]}', /Chrome trace/],
    [
      'a later version',
      '{"format":"memory-plus/recording@2"}',
      /memory-plus\/recording@2.*reads memory-plus\/recording@1/,
    ],
    ['something else', '{"format":"har"}', /field "format"/],
    ['an unknown table', (file) => ({ ...file, tables: { spam: {} } }), /tables/],
    ['an unknown field', (file) => ({ ...file, token: 'x' }), /token/],
    [
      'a wrong cell',
      (file) => ({ ...file, tables: { marks: { source: [0], at: ['1'], label: ['a'] } } }),
      /tables\.marks\.at\.0/,
    ],
    [
      'a short column',
      (file) => ({ ...file, tables: { marks: { source: [0], at: [1], label: [] } } }),
      /tables\.marks\.label.*0 values where 1/,
    ],
    [
      'a row of no source',
      (file) => ({ ...file, tables: { marks: { source: [9], at: [1], label: ['a'] } } }),
      /tables\.marks\.source\.0.*no such source/,
    ],
    ['two sources of one id', (file) => ({ ...file, sources: [file.sources[0], file.sources[0]] }), /sources\.1\.id/],
  ];
  it.each(cases)('%s is refused with the place and the reason', (_, input, message) => {
    const text = typeof input === 'string' ? input : JSON.stringify(input(sound()));
    expect(() => parseRecording(text)).toThrow(message);
  });
});

describe('CSV', () => {
  it('quotes what must be quoted and disarms formulas', () => {
    const recording = storeWith(
      ['=1+1', 'a,"b"\n', '@x', '-1', 'plain'].map((label, at) => ({ table: 'marks', source: 0, row: { at, label } })),
    ).recording();
    expect(exportCsv(recording, 'marks').split('\r\n')).toEqual([
      'source,at,label',
      "http://localhost/,0,'=1+1",
      'http://localhost/,1,"a,""b""\n"',
      "http://localhost/,2,'@x",
      "http://localhost/,3,'-1",
      'http://localhost/,4,plain',
      '',
    ]);
  });
});

describe('parts of a recording', () => {
  it('are the recording when they are joined, wherever it was cut', () => {
    const cutRows = fc.tuple(fc.array(anyRow, { maxLength: 40 }), fc.array(fc.nat({ max: 40 }), { maxLength: 5 }));
    fc.assert(
      fc.property(cutRows, ([rows, cuts]) => {
        const store = storeWith([]);
        let position = store.position;
        const empty = store.since(position);
        const parts: Recording[] = [];
        for (const [index, { table, source, row }] of rows.entries()) {
          if (cuts.includes(index)) {
            parts.push(store.since(position));
            position = store.position;
          }
          store.append(table, source, row as Row<TableName>);
        }
        const joined = joinRecordings(empty, ...parts, store.since(position));
        expect(exportRecording(joined)).toBe(exportRecording(store.recording()));
      }),
    );
  });

  it('go on where they were when the oldest rows had to go', () => {
    const store = storeWith([]);
    const mark = (label: string) => store.append('marks', 0, { at: 1, label });
    for (let i = 0; i < maxRowsPerTable; i++) mark('old');
    const position = store.position;
    mark('new');
    expect(store.since(position).tables.marks?.label).toEqual(['new']);
  });
});
