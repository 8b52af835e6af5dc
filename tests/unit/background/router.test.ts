import { describe, expect, it } from 'vitest';
import { maxFrames, panelGrace, Router } from '../../../background/router.ts';
import { defaultSettings } from '../../../src/model/index.ts';
import { type Hop, memoryHops } from '../../../src/transport/index.ts';
import { Scheduler } from '../transport/world.ts';

function setUp() {
  const scheduler = new Scheduler();
  const badges = new Map<number, boolean>();
  const router = new Router({
    nudge: async () => true,
    monitored: (tab, on) => badges.set(tab, on),
    timers: scheduler,
  });
  const inbox = (hop: Hop) => {
    const messages: Record<string, unknown>[] = [];
    hop.onMessage((message) => messages.push(message as Record<string, unknown>));
    return messages;
  };
  return {
    scheduler,
    badges,
    page: (tab: number, frame: number) => {
      const [own, other] = memoryHops(scheduler.deliver);
      router.page(other, { tab, frame, document: `${tab}.${frame}` });
      const messages = inbox(own);
      own.post({ type: 'hello', version: 1, document: 'x', url: 'http://localhost/', startedAt: 1 });
      return { hop: own, messages };
    },
    panel: (tab: number, settings = defaultSettings) => {
      const [own, other] = memoryHops(scheduler.deliver);
      router.panel(other);
      const messages = inbox(own);
      own.post({ type: 'hello', version: 1, tab, recording: true, settings, received: [] });
      return { hop: own, messages };
    },
  };
}

const batch = { type: 'batch', seq: 1, oldest: 1, dropped: 0, rejected: 0, rows: { marks: [[1, 'a']] } };
const types = (messages: readonly Record<string, unknown>[]) => messages.map(({ type }) => type);

describe('the router', () => {
  it('delivers nothing to the panel of another tab', () => {
    const { scheduler, page, panel } = setUp();
    const own = panel(1);
    const other = panel(2);
    const sender = page(1, 0);
    scheduler.advance(100);
    sender.hop.post(batch);
    scheduler.advance(100);
    expect(types(own.messages)).toEqual(['page', 'batch']);
    expect(other.messages).toEqual([]);
  });

  it('asks for an object only where the panel is, and only the document that was named', () => {
    const { scheduler, page, panel } = setUp();
    const own = panel(1);
    const stranger = panel(2);
    const pages = [page(1, 0), page(1, 1), page(2, 0)];
    scheduler.advance(100);
    const request = { handle: 'memory-plus-x', what: 'node', label: 'div', print: false };
    own.hop.post({ type: 'show', session: '1.1', ...request });
    stranger.hop.post({ type: 'show', session: '1.0', ...request });
    own.hop.post({ type: 'show', session: 'nobody', ...request });
    scheduler.advance(100);
    const shown = pages.map(({ messages }) => messages.filter(({ type }) => type === 'show'));
    expect(shown).toEqual([[], [{ type: 'show', ...request }], []]);
  });

  it('leaves out only what no panel of a tab wants', () => {
    const { scheduler, page, panel } = setUp();
    panel(1, { ...defaultSettings, without: ['heap', 'caches'] });
    const second = panel(1, { ...defaultSettings, without: ['caches', 'frames'] });
    const { messages } = page(1, 0);
    scheduler.advance(100);
    const started = messages.filter(({ type }) => type === 'start').at(-1);
    expect(started?.without).toEqual(['caches']);
    second.hop.post({ type: 'settings', ...defaultSettings });
    scheduler.advance(100);
    expect(messages.at(-1)).not.toHaveProperty('without');
  });

  it('asks the one document that a panel of its tab names, and tells that tab what it answers', () => {
    const { scheduler, page, panel } = setUp();
    const own = panel(1);
    const other = panel(2);
    const top = page(1, 0);
    const frame = page(1, 1);
    scheduler.advance(100);
    const question = { type: 'highlight', component: 'A' };
    own.hop.post({ ...question, session: '1.1' });
    other.hop.post({ ...question, session: '1.0' });
    scheduler.advance(100);
    expect(frame.messages.at(-1)).toEqual(question);
    expect(types(top.messages)).not.toContain('highlight');
    const found = { component: 'A', walked: true, mounted: 1, places: [], code: '' };
    frame.hop.post({ type: 'found', components: [found] });
    scheduler.advance(100);
    expect(own.messages.at(-1)).toEqual({ type: 'found', session: '1.1', components: [found] });
    expect(types(other.messages)).not.toContain('found');
  });

  it('does what the most demanding panel of a tab asks for', () => {
    const { scheduler, page, panel } = setUp();
    panel(1, { heapInterval: 1_000, slowRender: 8 });
    const second = panel(1, { heapInterval: 250, slowRender: 16 });
    const { messages } = page(1, 0);
    scheduler.advance(100);
    expect(messages[0]).toEqual({ type: 'start', heapInterval: 250, slowRender: 8 });
    second.hop.post({ type: 'settings', heapInterval: 250, slowRender: 16, muteComponentTracks: true });
    scheduler.advance(100);
    expect(messages.at(-1)).toEqual({ type: 'interval', heapInterval: 250, slowRender: 8, muteComponentTracks: true });
  });

  it('monitors a bounded number of frames and says how many it refused', () => {
    const { scheduler, page, panel } = setUp();
    const { messages } = panel(1);
    const top = page(1, 0);
    const frames = Array.from({ length: maxFrames + 2 }, (_, frame) => page(1, frame + 1));
    scheduler.advance(100);
    expect(types(top.messages)).toContain('start');
    expect(frames.filter((frame) => types(frame.messages).includes('start'))).toHaveLength(maxFrames - 1);
    expect(messages.at(-1)).toEqual({ type: 'refused', frames: 3 });
  });

  it('acknowledges nothing to a page before every panel had the time to come back', () => {
    const { scheduler, page, panel } = setUp();
    const first = panel(1);
    const { hop, messages } = page(1, 0);
    scheduler.advance(100);
    hop.post(batch);
    first.hop.post({ type: 'ack', session: '1.0', seq: 1, resend: false });
    scheduler.advance(100);
    expect(messages.filter(({ type }) => type === 'ack').every(({ seq }) => seq === 0)).toBe(true);
    scheduler.advance(panelGrace);
    expect(messages.at(-1)).toEqual({ type: 'ack', seq: 1, resend: false });
  });

  it('ignores a panel that claims to be one without saying hello, and a page that does', () => {
    const { scheduler, page, panel } = setUp();
    const { messages } = panel(1);
    const liar = page(2, 0);
    scheduler.advance(100);
    liar.hop.post({ type: 'hello', version: 1, tab: 1, recording: true, settings: defaultSettings, received: [] });
    liar.hop.post({ type: 'mark', label: 'x' });
    liar.hop.post({ ...batch, session: '1.0' });
    scheduler.advance(panelGrace);
    expect(messages).toEqual([]);
  });

  it('tells which tabs are measured, and when they are no more', () => {
    const { scheduler, badges, page, panel } = setUp();
    page(1, 0);
    page(2, 0);
    const { hop } = panel(1);
    scheduler.advance(panelGrace + 100);
    expect([...badges]).toEqual([
      [1, true],
      [2, false],
    ]);
    hop.post({ type: 'record', on: false });
    scheduler.advance(100);
    expect(badges.get(1)).toBe(false);
    hop.post({ type: 'record', on: true });
    scheduler.advance(100);
    expect(badges.get(1)).toBe(true);
    hop.close();
    scheduler.advance(100);
    expect(badges.get(1)).toBe(false);
  });
});
