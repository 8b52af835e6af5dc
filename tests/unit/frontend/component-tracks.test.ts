import { expect, it, vi } from 'vitest';
import { muteComponentTracks } from '../../../frontend/src/adapters/react/component-tracks.ts';
import { MemoryMonitor } from '../../../frontend/src/utils/memoryMonitor.ts';
import { openWindow } from './page.ts';

const draw = (console: { timeStamp: (...args: unknown[]) => void }, track: string) =>
  console.timeStamp('Row', 0, 1, track, undefined, 'primary');

it('drops the component tracks alone, and restores the function exactly', () => {
  const timeStamp = vi.fn();
  const console = { timeStamp };
  const before = Object.getOwnPropertyDescriptor(console, 'timeStamp');
  const stop = muteComponentTracks(console);
  draw(console, 'Components ⚛');
  draw(console, 'Blocking');
  console.timeStamp('mine');
  expect(timeStamp.mock.calls).toEqual([['Row', 0, 1, 'Blocking', undefined, 'primary'], ['mine']]);
  stop();
  stop();
  expect(Object.getOwnPropertyDescriptor(console, 'timeStamp')).toEqual(before);
});

it('leaves the function of a tool that came later, and passes everything on', () => {
  const timeStamp = vi.fn();
  const console = { timeStamp: timeStamp as (...args: unknown[]) => void };
  const stop = muteComponentTracks(console);
  const ours = console.timeStamp;
  const theirs = (...args: unknown[]) => ours(...args);
  console.timeStamp = theirs;
  stop();
  expect(console.timeStamp).toBe(theirs);
  draw(console, 'Components ⚛');
  expect(timeStamp).toHaveBeenCalledTimes(1);
});

it.each([{}, { timeStamp: 5 }, Object.freeze({ timeStamp() {} })])('touches nothing of %o', (console) => {
  const before = Object.getOwnPropertyDescriptors(console);
  muteComponentTracks(console)();
  expect(Object.getOwnPropertyDescriptors(console)).toEqual(before);
});

it.each([
  [undefined, 1],
  [true, 0],
])('is off unless asked for, from the start to the stop of the monitor (%s)', (muted, drawn) => {
  const window = openWindow();
  const timeStamp = vi.fn();
  const console = { timeStamp, warn() {} };
  Object.defineProperty(window, 'console', { value: console });
  Object.assign(window, { setTimeout: globalThis.setTimeout, clearTimeout: globalThis.clearTimeout });
  const monitor = new MemoryMonitor(window);
  monitor.start(muted === undefined ? {} : { muteComponentTracks: muted });
  draw(console, 'Components ⚛');
  expect(timeStamp).toHaveBeenCalledTimes(drawn);
  monitor.stop();
  expect(console.timeStamp).toBe(timeStamp);
});
