import { describe, expect, it } from 'vitest';
import { componentPlace, placeInStack } from '../../../frontend/src/adapters/place.ts';

const chromium = (...frames: string[]) => `Error: react-stack-top-frame\n${frames.join('\n')}`;

describe('the stack that React 19 keeps', () => {
  it.each([
    ['http://localhost:5173/src/App.tsx?t=17', 'http://localhost:5173/src/App.tsx?t=17:12:7'],
    ['http://localhost/@fs/home/a/App.tsx', 'http://localhost/@fs/home/a/App.tsx:12:7'],
    ['webpack-internal:///./src/App.js', 'webpack-internal:///./src/App.js:12:7'],
  ])('names %s', (file, frame) => {
    const place = { kind: 'use', file, line: 12, column: 7 };
    const maker = '    at exports.jsxDEV (http://localhost/react.js:1:1)';
    expect(placeInStack(chromium(maker, `    at App (${frame})`, '    at more (x.js:1:1)'))).toEqual(place);
    expect(placeInStack(chromium(maker, `    at ${frame}`))).toEqual(place);
    expect(placeInStack(`jsxDEV@http://localhost/react.js:1:1\nApp@${frame}\n`)).toEqual(place);
  });

  it('names nothing where nothing of the page is above', () => {
    const maker = '    at exports.jsxDEV (http://localhost/react.js:1:1)';
    expect(placeInStack(chromium(maker))).toBeNull();
    expect(placeInStack(chromium(maker, '    at Object.react_stack_bottom_frame (react-dom.js:2:2)'))).toBeNull();
    for (const nonsense of [null, 7, {}, '', 'x'.repeat(1_000_000), ':1:1\n:1:1', 'at ('.repeat(5_000)])
      expect(placeInStack(nonsense)).toBeNull();
  });
});

describe('a place', () => {
  it('has whole positive numbers, or none', () => {
    expect(componentPlace('use', 'a.tsx', 3, 4)).toEqual({ kind: 'use', file: 'a.tsx', line: 3, column: 4 });
    expect(componentPlace('file', 'a.vue', -1, Number.NaN)).toEqual({
      kind: 'file',
      file: 'a.vue',
      line: 0,
      column: 0,
    });
    for (const file of ['', 'x'.repeat(501), null, {}]) expect(componentPlace('use', file, 1, 1)).toBeNull();
  });
});
