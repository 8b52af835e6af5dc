import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { causeCard, causeCards, type InFrame } from '../../../src/analysis/frames/index.ts';
import type { Row } from '../../../src/model/index.ts';

const nothing: InFrame = { scripts: [], slowRenders: [], commits: [], collections: [] };
const frame: Row<'frames'> = { at: 1_000, duration: 100, blocking: 50, layout: 10 };
const script: Row<'frameScripts'> = {
  at: 1_005,
  frame: 1_000,
  duration: 70,
  forcedLayout: 5,
  script: 'https://shop.example/app.js',
  name: 'onClick:35',
  invoker: 'BUTTON.onclick',
};
const render: Row<'slowRenders'> = {
  at: 1_050,
  component: 'Chart',
  duration: 40,
  self: 40,
  phase: 'update',
  how: 'measured',
  reason: 'props (data)',
};

const durations = (card: ReturnType<typeof causeCard>) =>
  Object.fromEntries(card.parts.map(({ cause, duration }) => [cause, duration]));

describe('causeCard', () => {
  it('divides a frame among render, forced layout, script, layout and the rest', () => {
    const card = causeCard(frame, { ...nothing, scripts: [script], slowRenders: [render] });
    expect(durations(card)).toEqual({ render: 40, script: 25, unattributed: 20, layout: 10, 'forced layout': 5 });
    expect(card.cause).toBe('render');
    expect(card.parts[0]?.names).toEqual(['Chart']);
    expect(card.sentence).toBe('40 of 100 ms: render (Chart).');
  });

  it('gives a frame that nobody explains to nobody', () => {
    expect(durations(causeCard({ ...frame, layout: null }, nothing))).toEqual({ unattributed: 100 });
  });

  it('counts a render where the browser names no script', () => {
    expect(durations(causeCard(frame, { ...nothing, slowRenders: [render] }))).toEqual({
      unattributed: 50,
      render: 40,
      layout: 10,
    });
  });

  it('takes a known pause from the rest, and doubts everything else about an unknown one', () => {
    const collection = { at: 1_060, after: null, pause: 60 };
    expect(causeCard(frame, { ...nothing, collections: [collection] }).cause).toBe('garbage collection');
    const doubtful = causeCard(frame, {
      ...nothing,
      slowRenders: [render],
      collections: [{ ...collection, pause: null }],
    });
    expect(doubtful.collectionInside).toBe(true);
    expect(doubtful.sentence).toContain('collection');
  });

  it('adds up, whatever the rows claim', () => {
    const time = fc.double({ min: 0, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(
        time,
        fc.option(time),
        time,
        time,
        time,
        fc.option(time),
        (duration, layout, run, forced, own, pause) => {
          const card = causeCard(
            { ...frame, duration, layout },
            {
              ...nothing,
              scripts: [{ ...script, duration: run, forcedLayout: forced }],
              slowRenders: [{ ...render, self: own }],
              collections: [{ at: 1_001, after: null, pause }],
            },
          );
          const total = card.parts.reduce((sum, part) => sum + part.duration, 0);
          expect(total).toBeCloseTo(duration, 5);
          expect(card.parts.every((part) => part.duration > 0)).toBe(true);
        },
      ),
    );
  });
});

describe('causeCards', () => {
  it('gives each frame over the threshold what happened in it, and nothing of its neighbours', () => {
    const frames = [frame, { ...frame, at: 2_000, duration: 60 }, { ...frame, at: 3_000, duration: 10 }];
    const cards = causeCards(
      {
        frames,
        frameScripts: [script],
        slowRenders: [render, { ...render, at: 2_030, component: 'Table' }, { ...render, at: 2_500 }],
        commits: [],
        collections: [],
      },
      16,
    );
    expect(cards.map(({ at, parts }) => [at, parts.find(({ cause }) => cause === 'render')?.names])).toEqual([
      [1_000, ['Chart']],
      [2_000, ['Table']],
    ]);
  });
});
