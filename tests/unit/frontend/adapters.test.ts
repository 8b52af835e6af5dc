import { frameworkNames } from '@memory-plus/core/model';
import { expect, it } from 'vitest';
import { adapters } from '../../../frontend/src/adapters/index.ts';

it('are named in the list of frameworks that the tab shows', () => {
  const names = adapters.map(({ name }) => name).filter((name) => name !== 'detected');
  expect(names.length).toBeGreaterThan(3);
  expect(frameworkNames).toEqual(expect.arrayContaining(names));
});
