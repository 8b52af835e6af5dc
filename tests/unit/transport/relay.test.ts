import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mark, World } from './world.ts';

const sender = (frame = 0, document = `doc-${frame}`) => ({ tab: 1, frame, document });
const labels = (rows: readonly { label: string }[]) => rows.map(({ label }) => label);

describe('the road from page to panel', () => {
  it('starts a page only when a panel is on its tab, and stops it when the panel leaves', () => {
    const world = new World();
    const page = world.openPage(sender());
    world.scheduler.advance(5_000);
    expect(page.running).toBe(false);
    const panel = world.openPanel(1);
    world.scheduler.advance(1_000);
    expect(page.running).toBe(true);
    panel.link.close();
    world.scheduler.advance(2_000);
    expect(page.running).toBe(false);
    expect(world.scheduler.waiting).toBe(0);
  });

  it('does not start the page of another tab', () => {
    const world = new World();
    const page = world.openPage(sender());
    world.openPanel(2);
    world.scheduler.advance(5_000);
    expect(page.running).toBe(false);
  });

  it('pauses and goes on', () => {
    const world = new World();
    const page = world.openPage(sender());
    const panel = world.openPanel(1);
    world.scheduler.advance(1_000);
    panel.link.record(false);
    world.scheduler.advance(1_000);
    expect(page.running).toBe(false);
    panel.link.record(true);
    world.scheduler.advance(1_000);
    expect(page.running).toBe(true);
  });

  it('delivers every row exactly once and in order, whenever the worker is stopped', () => {
    const action = fc.oneof(
      { weight: 6, arbitrary: fc.record({ kind: fc.constant('emit' as const), n: fc.integer({ min: 1, max: 30 }) }) },
      { weight: 4, arbitrary: fc.record({ kind: fc.constant('step' as const), n: fc.integer({ min: 1, max: 12 }) }) },
      {
        weight: 4,
        arbitrary: fc.record({ kind: fc.constant('advance' as const), n: fc.integer({ min: 1, max: 700 }) }),
      },
      { weight: 3, arbitrary: fc.record({ kind: fc.constant('kill' as const), n: fc.constant(0) }) },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('store' as const), n: fc.constant(0) }) },
    );
    fc.assert(
      fc.property(fc.array(action, { maxLength: 80 }), (actions) => {
        const world = new World();
        const page = world.openPage(sender());
        const panels = [world.openPanel(1), world.openPanel(1)];
        world.scheduler.advance(1_000);
        const sent: string[] = [];
        for (const { kind, n } of actions) {
          if (kind === 'emit') {
            for (let i = 0; i < n; i++) {
              const label = String(sent.length);
              sent.push(label);
              page.outbox.put('marks', mark(label));
            }
          } else if (kind === 'step') world.scheduler.step(n);
          else if (kind === 'advance') world.scheduler.advance(n);
          else if (kind === 'kill') world.stopWorker();
          else {
            page.store(true);
            world.scheduler.advance(n);
            page.store(false);
          }
        }
        world.scheduler.advance(20_000);
        for (const panel of panels) {
          expect(labels(panel.rows)).toEqual(sent);
          expect(panel.lostByPage + panel.lostOnTheWay).toBe(0);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('counts and shows what a page had to drop: arrived + dropped = sent', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 400 }), fc.integer({ min: 200, max: 4_000 }), (count, maxBytes) => {
        const world = new World();
        const page = world.openPage(sender(), { flushEvery: 250, maxBytes });
        const panel = world.openPanel(1);
        world.scheduler.advance(1_000);
        world.stopWorker();
        // The worker does not come back for a while: every attempt meets a closed door.
        for (let i = 0; i < count; i++) {
          page.outbox.put('marks', mark(String(i)));
          if (i % 10 === 9) page.outbox.flush();
        }
        page.outbox.flush();
        world.scheduler.advance(20_000);
        page.outbox.put('marks', mark('last'));
        world.scheduler.advance(20_000);
        expect(panel.rows.length + panel.lostByPage).toBe(count + 1);
        expect(panel.rows.at(-1)?.label).toBe('last');
      }),
    );
  });

  it('keeps frames apart', () => {
    const world = new World();
    const top = world.openPage(sender(0));
    const inner = world.openPage(sender(7));
    const panel = world.openPanel(1);
    world.scheduler.advance(1_000);
    top.outbox.put('marks', mark('top'));
    inner.outbox.put('marks', mark('inner'));
    world.scheduler.advance(1_000);
    expect(panel.rows).toEqual(
      expect.arrayContaining([
        { session: 'doc-0', label: 'top' },
        { session: 'doc-7', label: 'inner' },
      ]),
    );
  });

  it('lets a panel that comes later see only what comes later, and loses nothing of that', () => {
    const world = new World();
    const page = world.openPage(sender());
    const first = world.openPanel(1);
    world.scheduler.advance(1_000);
    page.outbox.put('marks', mark('before'));
    world.scheduler.advance(2_000);
    const second = world.openPanel(1);
    world.scheduler.advance(1_000);
    page.outbox.put('marks', mark('after'));
    world.stopWorker();
    world.scheduler.advance(10_000);
    expect(labels(first.rows)).toEqual(['before', 'after']);
    expect(labels(second.rows)).toEqual(['after']);
    expect(second.lostByPage).toBe(0);
  });

  it('says when nothing answers in a tab', async () => {
    const world = new World();
    const panel = world.openPanel(1);
    world.scheduler.advance(1_000);
    await Promise.resolve();
    await Promise.resolve();
    world.scheduler.advance(1_000);
    expect(panel.absent).toBe(1);
  });
});
