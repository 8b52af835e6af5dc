import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createKeptPreferences, preferencesKey } from '../../../panel/store/kept-preferences.ts';
import { createNotices } from '../../../panel/store/notices.ts';
import {
  defaultPreferences,
  type Preferences,
  parsePreferences,
  samePreferences,
  settingsOf,
  withGroup,
} from '../../../panel/store/preferences.ts';
import { parseSettings } from '../../../src/protocol/index.ts';
import { FakePlatform } from '../../panel-page/fake-platform.ts';

const settle = () => new Promise((resolve) => setTimeout(resolve));

/** A window with a panel. Several may share one platform, as windows of one browser do. */
async function open(platform = new FakePlatform(), writer = 'me') {
  const changes: Preferences[] = [];
  const notices = createNotices({ setTimer: () => null });
  const kept = createKeptPreferences({ platform, notices, writer, changed: (value) => changes.push(value) });
  await settle();
  return { platform, kept, notices, changes };
}

describe('preferences', () => {
  it('are there the next time, on any machine', async () => {
    const { platform, kept } = await open();
    kept.set({ slowRender: 33, theme: 'dark', units: 'exact', without: ['frames'], stripPaths: true });
    await settle();
    const elsewhere = new FakePlatform();
    elsewhere.stored.sync = platform.stored.sync;
    const again = await open(elsewhere);
    expect(again.kept.value.value).toEqual(kept.value.value);
    expect(again.changes).toHaveLength(1);
    expect(again.kept.where.value).toEqual({ place: 'everywhere' });
  });

  it('are kept on this machine where the browser refuses more, which is said, and go on from there', async () => {
    const platform = new FakePlatform();
    platform.stored.sync.set(preferencesKey, { ...defaultPreferences, slowRender: 99 });
    const { kept } = await open(platform);
    expect(kept.value.value.slowRender).toBe(99);
    platform.syncFails = 'quota exceeded';
    kept.set({ slowRender: 40 });
    await settle();
    expect(kept.where.value).toEqual({ place: 'here', because: 'quota exceeded' });
    platform.syncFails = null;
    const again = await open(platform);
    expect(again.kept.value.value.slowRender).toBe(40);
    again.kept.set({ theme: 'dark' });
    await settle();
    expect(again.kept.where.value).toEqual({ place: 'everywhere' });
    expect((await open(platform)).kept.value.value).toMatchObject({ slowRender: 40, theme: 'dark' });
  });

  it('taken over from another window, not from this one, and not written again', async () => {
    const platform = new FakePlatform();
    const [one, other] = [await open(platform, 'one'), await open(platform, 'other')];
    one.kept.set({ slowRender: 20 });
    one.kept.set({ slowRender: 21 });
    await settle();
    expect(other.kept.value.value.slowRender).toBe(21);
    expect(one.kept.value.value.slowRender).toBe(21);
    expect(one.changes.map(({ slowRender }) => slowRender)).toEqual([20, 21]);
    platform.written('sync', preferencesKey, { slowRender: 'soon', theme: 'light', writer: 'elsewhere' });
    expect(one.kept.value.value).toEqual({ ...defaultPreferences, theme: 'light' });
  });

  it('not overwritten by what is read late', async () => {
    const platform = new FakePlatform();
    platform.stored.sync.set(preferencesKey, { slowRender: 99 });
    const notices = createNotices({ setTimer: () => null });
    const kept = createKeptPreferences({ platform, notices, writer: 'me', changed: () => {} });
    kept.set({ slowRender: 5 });
    await settle();
    expect(kept.value.value.slowRender).toBe(5);
  });

  it('reset, and brought back', async () => {
    const { kept, notices } = await open();
    kept.set({ slowRender: 33, without: ['heap'] });
    kept.reset();
    expect(kept.value.value).toEqual(defaultPreferences);
    notices.list.value[0]?.undo?.();
    expect(kept.value.value).toMatchObject({ slowRender: 33, without: ['heap'] });
  });

  it('are sound whatever was stored, and what the page is told of them is what the road takes', () => {
    fc.assert(
      fc.property(
        fc.anything(),
        fc.dictionary(fc.constantFrom(...Object.keys(defaultPreferences)), fc.anything()),
        (any, part) => {
          for (const stored of [any, part]) {
            const read = parsePreferences(stored);
            expect(samePreferences(parsePreferences(read), read)).toBe(true);
            expect(parseSettings(settingsOf(read))).toEqual(settingsOf(read));
          }
        },
      ),
    );
  });

  it('switch a group off and on again', () => {
    const off = { ...defaultPreferences, ...withGroup(defaultPreferences, 'caches', false) };
    expect(off.without).toEqual(['caches']);
    expect(withGroup(off, 'caches', true)).toEqual({ without: [] });
    expect(withGroup(off, 'heap', false)).toEqual({ without: ['heap', 'caches'] });
  });
});
