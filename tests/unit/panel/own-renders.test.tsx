import { describe, expect, it } from 'vitest';
import { type RenderHooks, watchOwnRenders } from '../../../panel/app/own-renders.ts';

function App() {}
function Row() {}
const app = { type: App };
const row = { type: Row };

/** Hooks of a made-up Preact, and a clock that a test moves. */
function watched(hooks: RenderHooks = {}) {
  let now = 0;
  const seen = watchOwnRenders(hooks, () => now);
  return {
    seen,
    hooks,
    begin: (node: object) => hooks.__r?.(node),
    end: (node: object) => hooks.diffed?.(node),
    pass: (duration: number) => {
      now += duration;
    },
  };
}

describe('own renders', () => {
  it('count with everything below them, once, and are slow above the threshold that pages are held to', () => {
    const { seen, begin, end, pass } = watched();
    begin(app);
    pass(9);
    begin(row);
    pass(8);
    end(row);
    end(app);
    expect(seen).toMatchObject({ count: 1, slow: 1, worst: 17, worstName: 'App', threshold: 16 });
    begin(row);
    pass(16);
    end(row);
    expect(seen).toMatchObject({ count: 2, slow: 1, worst: 17 });
  });

  it('hear again after one that threw', async () => {
    const { seen, begin, end, pass } = watched();
    begin(app);
    pass(50);
    await Promise.resolve();
    begin(row);
    pass(3);
    end(row);
    expect(seen).toMatchObject({ count: 1, slow: 0, worst: 3, worstName: 'Row' });
  });

  it('leave the hooks of others in place, and go', () => {
    const heard: unknown[] = [];
    const others = { __r: () => heard.push('render'), diffed: () => heard.push('diffed') };
    const hooks: RenderHooks = { ...others };
    const { seen, begin, end } = watched(hooks);
    begin(app);
    end(app);
    expect(heard).toEqual(['render', 'diffed']);
    seen.stop();
    expect(hooks).toEqual(others);
  });
});
