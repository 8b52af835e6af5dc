import { afterEach, expect, it, vi } from 'vitest';
import { MemoryMonitor } from '../../../frontend/src/utils/memoryMonitor.ts';
import { maxAlertListeners } from '../../../frontend/src/utils/monitor-options.ts';
import { openWindow } from './page.ts';
import { fail, wrong } from './wrong-values.ts';

let monitor: MemoryMonitor;
afterEach(() => {
  monitor.stop();
  vi.restoreAllMocks();
});

it('no method throws, whatever it is given, and what is recorded can be read', () => {
  const window = openWindow();
  Object.assign(window, { setTimeout: globalThis.setTimeout, clearTimeout: globalThis.clearTimeout });
  vi.spyOn(window.console, 'warn').mockImplementation(fail);
  monitor = new MemoryMonitor(window);
  monitor.start();
  const methods = Object.entries(Object.getOwnPropertyDescriptors(MemoryMonitor.prototype)).flatMap(
    ([name, { value }]) => (typeof value === 'function' && name !== 'constructor' ? [name] : []),
  );
  expect(methods).toContain('trackRender');
  for (const name of methods) {
    const method: (...args: unknown[]) => unknown = Reflect.get(monitor, name);
    for (const first of wrong)
      for (const second of wrong)
        expect(
          () => method.call(monitor, first, second, first),
          `${name}(${typeof first}, ${typeof second})`,
        ).not.toThrow();
  }
  monitor.start();
  for (const first of wrong) monitor.trackRender('Row', 20, first as object);
  for (const size of wrong) monitor.registerCache('rows', size as object);
  expect(JSON.parse(monitor.exportMetrics() ?? '')).toMatchObject({ format: expect.anything() });
});

it('bounds how many listeners are told of an alert, and says so', () => {
  const window = openWindow();
  const warn = vi.spyOn(window.console, 'warn').mockImplementation(() => {});
  monitor = new MemoryMonitor(window);
  for (let i = 0; i < maxAlertListeners; i++) monitor.onAlert(() => {});
  expect(warn).not.toHaveBeenCalled();
  for (let i = 0; i < 100_000; i++) monitor.onAlert(() => {});
  expect(warn).toHaveBeenCalledTimes(1);
});
