import { describe, expect, it } from 'vitest';
import { roleOf } from '../../../background/sender.ts';

const own = 'abc';
const home = 'chrome-extension://abc/';
const page = {
  id: own,
  origin: 'http://localhost:5173',
  url: 'http://localhost:5173/x',
  tab: { id: 7 },
  frameId: 0,
  documentId: 'D1',
};

describe('the role of a port', () => {
  it('is a panel only for a page of the extension', () => {
    expect(roleOf({ id: own, origin: 'chrome-extension://abc', url: `${home}panel/index.html` }, own, home)).toEqual({
      kind: 'panel',
    });
    expect(roleOf({ id: own, url: `${home}panel/index.html` }, own, home)).toEqual({ kind: 'panel' });
  });

  it('is a page for a content script, whatever it calls itself', () => {
    expect(roleOf(page, own, home)).toEqual({ kind: 'page', tab: 7, frame: 0, document: 'D1' });
    // A compromised renderer can write any address, but not the origin.
    expect(roleOf({ ...page, url: `${home}panel/index.html` }, own, home)).toEqual({
      kind: 'page',
      tab: 7,
      frame: 0,
      document: 'D1',
    });
    expect(roleOf({ ...page, origin: 'null' }, own, home)).toMatchObject({ kind: 'page' });
    expect(roleOf({ ...page, origin: 'chrome-extension://abcd' }, own, home)).toMatchObject({ kind: 'page' });
  });

  it.each([
    ['another extension', { ...page, id: 'evil' }],
    ['nobody', undefined],
    ['a sender without a tab', { id: own, origin: 'http://localhost' }],
    ['a sender without a frame', { ...page, frameId: undefined }],
  ])('is none for %s', (_, sender) => {
    expect(roleOf(sender, own, home)).toEqual({ kind: 'stranger' });
  });
});
