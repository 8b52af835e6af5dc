import type { FoundComponent } from '@memory-plus/core/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fetchMap } from '../../../panel/source-maps/fetch-map.ts';
import { locate, urlOfFile } from '../../../panel/source-maps/locate.ts';
import { nameAt, offsetOfName, onlyPlaceOf, positionAt } from '../../../panel/source-maps/position.ts';
import { addressOfMap, readMap } from '../../../panel/source-maps/source-map.ts';
import { VirtualClock } from '../../panel-page/virtual-clock.ts';

const script = 'https://shop.example/assets/app.js';
const map = {
  version: 3,
  sources: ['../src/List.tsx'],
  sourcesContent: ['import x from "x";\nexport const ProductList = memo((props) => null);\n'],
  names: [],
  // 'const t=' → line 2, column 13 ("ProductList"); the arrow → line 2, column 32.
  mappings: 'MACa,EAAmB',
};
const code = '(e)=>null';
const text = `const t=n(${code});`;

interface Asked {
  readonly url: string;
  readonly init: RequestInit;
}

function network(answer: (url: string) => Response | Promise<Response>) {
  const asked: Asked[] = [];
  const environment = new VirtualClock(0, async (url, init) => {
    asked.push({ url, init });
    return answer(url);
  });
  return { asked, environment };
}

describe('where something stands in a text', () => {
  it('is counted as source maps count', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 9 })), fc.nat(), (lines, seed) => {
        const whole = lines.map((line) => line.replaceAll('\n', '')).join('\n');
        const offset = whole.length === 0 ? 0 : seed % whole.length;
        const before = whole.slice(0, offset).split('\n');
        expect(positionAt(whole, offset)).toEqual({ line: before.length - 1, column: before.at(-1)?.length });
      }),
    );
  });

  it('is known only where it stands once', () => {
    expect(onlyPlaceOf('b', 'abc')).toBe(1);
    expect(onlyPlaceOf('b', 'abcb')).toBeNull();
    expect(onlyPlaceOf('', 'abc')).toBeNull();
  });

  it.each([
    ['function t(e){}', 'function t(e){}', 't'],
    ['async function t(){}', 'async function t(){}', 't'],
    ['class t extends n{}', 'class t extends n{}', 't'],
    ['var t=class extends n{}', 'class extends n{}', 't'],
    ['let t=r.memo(e=>null)', 'e=>null', 't'],
    ['let t=(0,r.memo)((0,r.forwardRef)(e=>null))', 'e=>null', 't'],
    ['x={setup:(e)=>null}', '(e)=>null', 'setup'],
    ['f((e)=>null)', '(e)=>null', null],
  ])('%s: the name of what it is', (whole, what, name) => {
    const offset = offsetOfName(whole, whole.indexOf(what));
    expect(offset === null ? null : whole.slice(offset).match(/^[\w$]+/)?.[0]).toBe(name);
  });

  it.each([
    ['export default function ProductList() {', 0, 'ProductList'],
    ['export const ProductList = () => null;', 13, 'ProductList'],
    ['  async function* Ärger() {}', 2, 'Ärger'],
    ['  return null', 2, 'return'],
    ['(e) => null', 0, null],
    ['function () {}', 0, null],
  ])('%s: the name that is declared there', (line, column, name) => {
    expect(nameAt(`\n${line}\n`, { line: 1, column })).toBe(name);
    expect(nameAt(line, { line: 7, column })).toBeNull();
  });
});

describe('the map of a script', () => {
  it.each([
    ['x\n//# sourceMappingURL=app.js.map', 'app.js.map'],
    ['x\n//@ sourceMappingURL=a.map \n//# sourceMappingURL=b.map\n', 'b.map'],
    ['x = "//# sourceMappingURL=no.map"', null],
    ['x', null],
  ])('%j names %s', (whole, address) => {
    expect(addressOfMap(whole)).toBe(address);
  });

  it('is read from the origin of the script alone, without credentials, and never through a redirect', async () => {
    const { asked, environment } = network(() => new Response('{}'));
    for (const [address, from] of [
      ['https://evil.example/a.map', script],
      ['http://shop.example/a.map', script],
      ['https://shop.example:8443/a.map', script],
      ['//evil.example/a.map', script],
      ['javascript:alert(1)', script],
      ['file:///etc/passwd', 'file:///app.js'],
      ['chrome-extension://abc/a.map', 'chrome-extension://abc/app.js'],
      ['a.map', 'not an address'],
    ] as const)
      expect(await fetchMap(address, from, environment)).toBeNull();
    expect(asked).toEqual([]);
    expect(await fetchMap('https://user:secret@shop.example/a.map', script, environment)).toBe('{}');
    expect(asked[0]).toMatchObject({
      url: 'https://shop.example/a.map',
      init: { credentials: 'omit', redirect: 'error', referrerPolicy: 'no-referrer' },
    });
  });

  it('is none where the server refuses, breaks off, or never ends', async () => {
    const endless = new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(4_000_000)) });
    for (const answer of [
      () => new Response('', { status: 404 }),
      () => Promise.reject(new TypeError('refused')),
      () => new Response(endless),
    ])
      expect(await fetchMap('a.map', script, network(answer).environment)).toBeNull();
  });

  it('is none where it is nonsense; else it tells the place and the name', async () => {
    for (const nonsense of ['', '{', '[]', '{"version":3}', '{"version":3,"sources":[],"mappings":"!!!"}']) {
      const { environment } = network(() => new Response(nonsense));
      const trace = await readMap(script, 'x\n//# sourceMappingURL=a.map', environment);
      expect(trace?.({ line: 0, column: 0 }) ?? null).toBeNull();
    }
    const data = Buffer.from(JSON.stringify(map)).toString('base64');
    const inline = `${text}\n//# sourceMappingURL=data:application/json;charset=utf-8;base64,${data}`;
    const trace = await readMap(script, inline, network(() => Response.error()).environment);
    expect(trace?.({ line: 0, column: 6 })).toMatchObject({ line: 1, column: 13, name: 'ProductList' });
  });
});

const found = (more: Partial<FoundComponent> = {}): FoundComponent => ({
  component: 't',
  walked: true,
  mounted: 1,
  places: [],
  code,
  ...more,
});
const files = (all: Readonly<Record<string, string>>) =>
  Object.entries(all).map(([url, content]) => ({ url, text: async () => content }));

describe('components in the source', () => {
  const environment = network(() => new Response(JSON.stringify(map))).environment;
  const mapOf = (url: string, whole: string) => readMap(url, whole, environment);

  it('are found by their code and called by their names, through the map', async () => {
    const resources = files({ [script]: `${text}\n//# sourceMappingURL=app.js.map\n` });
    expect((await locate([found()], resources, mapOf)).get('t')).toEqual({
      definition: {
        url: 'https://shop.example/src/List.tsx',
        line: 2,
        column: 33,
        generated: { url: script, line: 1, column: 11 },
      },
      use: null,
      name: 'ProductList',
    });
  });

  it('are found in the script where there is no map, and nowhere where there are two like them', async () => {
    const alone = await locate([found()], files({ [script]: text }), mapOf);
    expect(alone.get('t')?.definition).toEqual({ url: script, line: 1, column: 11, generated: null });
    const other = 'https://shop.example/assets/b.js';
    const twice = await locate([found()], files({ [script]: text, [other]: text }), mapOf);
    expect(twice.get('t')).toEqual({ definition: null, use: null, name: null });
  });

  it('are found in what was served, not in what it was made from', async () => {
    const source = 'https://shop.example/src/List.tsx';
    const resources = files({ [script]: `${text}\n//# sourceMappingURL=app.js.map\n`, [source]: text });
    expect((await locate([found()], resources, mapOf)).get('t')?.definition).toMatchObject({ url: source, line: 2 });
  });

  it('are found where a development build says, by address or by the end of a path', async () => {
    const file = 'https://shop.example/src/App.tsx';
    const place = { kind: 'use', file: '/home/me/shop/src/App.tsx', line: 7, column: 0 } as const;
    const resources = files({ [file]: 'x', 'https://shop.example/lib/App.tsx': 'y' });
    const located = await locate([found({ code: '', places: [place] })], resources, mapOf);
    expect(located.get('t')?.use).toEqual({ url: file, line: 7, column: 1, generated: null });
    expect(urlOfFile('C:\\shop\\lib\\App.tsx', resources)).toBe('https://shop.example/lib/App.tsx');
    expect(urlOfFile('/elsewhere/App.tsx', resources)).toBeNull();
    expect(urlOfFile('/elsewhere/Other.tsx', resources)).toBeNull();
  });
});
