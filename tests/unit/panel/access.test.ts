import { afterEach, expect, it, vi } from 'vitest';
import { accessTo } from '../../../panel/platform/access.ts';

afterEach(() => vi.unstubAllGlobals());

type Answer = { readonly result: unknown } | { readonly description: string; readonly details: readonly unknown[] };
const page = (url: string): Answer => ({ result: url });
const failed = (description: string, detail: string): Answer => ({ description, details: [detail] });
const refusedByChrome = failed('Operation failed: %s', 'Permission denied');
const refusedByFirefox = failed(
  'Inspector protocol error: %s',
  'This extension is not allowed on the current inspected window origin',
);
const navigating = failed('Object not found: %s', '<top>');

/** Browser tools whose evaluations come out so, one after the other, the last one for good. */
function evaluations(...answers: readonly Answer[]) {
  const left = [...answers];
  const evaluate = vi.fn((_: string, done: (result: unknown, failure?: unknown) => void) => {
    const answer = left.length > 1 ? left.shift() : left[0];
    if (answer && 'result' in answer) done(answer.result);
    else done(undefined, { isError: true, ...answer });
  });
  vi.stubGlobal('chrome', { devtools: { inspectedWindow: { eval: evaluate } }, runtime: {} });
  return evaluate;
}

const granted = (contains: boolean) => ({ contains: async () => contains });

it('asks again while the page is navigating', async () => {
  evaluations(navigating, navigating, page('http://shop.test:8080/cart?user=1'));
  const answer = { state: 'not-granted', url: 'http://shop.test:8080/cart', pattern: 'http://shop.test/*' };
  expect(await accessTo(granted(false))).toEqual(answer);
});

it('calls no page privileged because it could not be asked', async () => {
  const evaluate = evaluations(navigating);
  await expect(accessTo(granted(true))).rejects.toThrow('Object not found: <top>');
  expect(evaluate).toHaveBeenCalledTimes(3);
});

it.each([
  { name: 'Chrome', answer: refusedByChrome },
  { name: 'Firefox', answer: refusedByFirefox },
])('believes $name at once that no extension may look', async ({ answer }) => {
  const evaluate = evaluations(answer);
  expect(await accessTo(granted(true))).toEqual({ state: 'privileged', url: '' });
  expect(evaluate).toHaveBeenCalledTimes(1);
});

it('tells a page without an origin, and one that may be measured', async () => {
  evaluations(page('about:blank'));
  expect(await accessTo(granted(true))).toEqual({ state: 'privileged', url: 'about:blank' });
  evaluations(page('https://shop.test/'));
  expect(await accessTo(granted(true))).toEqual({ state: 'granted', url: 'https://shop.test/' });
});
