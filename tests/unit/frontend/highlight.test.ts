import { describe, expect, it } from 'vitest';
import type { ComponentTree } from '../../../frontend/src/adapters/component-tree.ts';
import { highlight, highlightEnds } from '../../../frontend/src/inspect/highlight.ts';
import { HandClock, openWindow } from './page.ts';

function setUp(instances: number) {
  const window = openWindow();
  const clock = new HandClock();
  const node = window.document.body.appendChild(window.document.createElement('p'));
  const tree: ComponentTree = {
    walk(names, visit) {
      for (let instance = 0; instance < instances && names.has('A'); instance++)
        visit({ name: 'A', nodes: () => [node], place: () => null, code: () => null });
      return true;
    },
  };
  const hosts = () => window.document.querySelectorAll('memory-plus-highlight').length;
  return { clock, hosts, draw: (name: string) => highlight(window, clock.natives(), (work) => work(), [tree], name) };
}

describe('a highlight', () => {
  it('is one element however many instances there are, and goes when it is taken away, twice without harm', () => {
    const { clock, hosts, draw } = setUp(100_000);
    const stop = draw('A');
    clock.advance(1_000);
    expect(hosts()).toBe(1);
    stop();
    stop();
    clock.advance(1_000);
    expect({ hosts: hosts(), timers: clock.timers }).toEqual({ hosts: 0, timers: 0 });
  });

  it('goes by itself when nobody takes it away', () => {
    const { clock, hosts, draw } = setUp(1);
    draw('A');
    clock.advance(highlightEnds - 1_000);
    expect(hosts()).toBe(1);
    clock.advance(2_000);
    expect({ hosts: hosts(), timers: clock.timers }).toEqual({ hosts: 0, timers: 0 });
  });

  it('of nothing leaves nothing', () => {
    const { clock, hosts, draw } = setUp(3);
    draw('B')();
    expect({ hosts: hosts(), timers: clock.timers }).toEqual({ hosts: 0, timers: 0 });
  });
});
