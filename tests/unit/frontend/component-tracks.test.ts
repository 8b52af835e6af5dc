import type { MonitorSettings } from '@memory-plus/core/model';
import { expect, it, vi } from 'vitest';
import { ComponentTracks, muteComponentTracks } from '../../../frontend/src/adapters/react/component-tracks.ts';
import { RenderLog } from '../../../frontend/src/renders/render-log.ts';
import { MemoryMonitor } from '../../../frontend/src/utils/memoryMonitor.ts';
import { environmentOf, HandClock, openWindow, Rows } from './page.ts';

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

it('follows the setting while recording, and says where React draws the tracks', () => {
  const window = openWindow();
  const timeStamp = vi.fn();
  const console = { timeStamp };
  Object.defineProperty(window, 'console', { value: console });
  const natives = new HandClock().natives();
  const rows = new Rows();
  const environment = environmentOf(window, natives);
  let current: MonitorSettings = { heapInterval: 500, slowRender: 16 };
  const settings = () => current;
  const log = new RenderLog({ natives, emit: rows.emit, settings, guard: environment.guard });
  const tracks = new ComponentTracks({ environment, log, emit: rows.emit, settings });
  const told = () => rows.of('capabilities').map(({ name, available }) => [name, available]);
  tracks.follow();
  for (const version of ['18.3.1', '19.1.4', undefined, '19.2.0', '19.3.1']) tracks.seen({ version });
  expect(told()).toEqual([['component tracks', false]]);
  draw(console, 'Components ⚛');
  current = { ...current, muteComponentTracks: true };
  tracks.follow();
  draw(console, 'Components ⚛');
  expect(timeStamp).toHaveBeenCalledTimes(1);
  current = { ...current, muteComponentTracks: false };
  tracks.follow();
  draw(console, 'Components ⚛');
  expect(timeStamp).toHaveBeenCalledTimes(2);
  expect(told().map(([, available]) => available)).toEqual([false, true, false]);
  tracks.stop();
  expect(console.timeStamp).toBe(timeStamp);
});
