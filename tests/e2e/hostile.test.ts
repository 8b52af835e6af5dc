import { describe, expect, it } from 'vitest';
import { rowsOf } from '../../src/recording/index.ts';
import { heapShown, inspecting, wait } from './session.ts';

interface Hostile {
  readonly caught: string[];
  readonly forged: number;
  readonly posted: number;
  readonly received: number;
  forge(times: number): void;
}

const opened = inspecting('/plain');

// A second try would hide a forgery that got through once.
describe('a hostile page', { retry: 0 }, () => {
  it('neither catches the private port nor gets one forged row accepted, while real rows arrive', async () => {
    let forged = 0;
    for (let loads = 0; loads < 5; loads++) {
      await opened.session.page.goto(opened.pages.url('/hostile'));
      await wait(1_200);
      const seen = await opened.session.page.evaluate(() => {
        const page = window as unknown as Hostile;
        page.forge(200);
        return new Promise<Omit<Hostile, 'forge'>>((done) =>
          setTimeout(
            () => done({ caught: page.caught, forged: page.forged, posted: page.posted, received: page.received }),
            800,
          ),
        );
      });
      // The page sees its own ports and no other one.
      expect(seen).toEqual({ caught: [], forged: 1_600, posted: 400, received: 400 });
      forged += seen.forged;
    }
    expect(forged).toBe(8_000);
    await heapShown(opened.session);
    const recording = await opened.session.record();
    expect([...rowsOf(recording, 'marks')].filter(({ label }) => label === 'forged')).toEqual([]);
    const own = recording.sources.flatMap(({ url }, index) => (url.endsWith('/hostile') ? [index] : []));
    expect(own.length).toBeGreaterThan(0);
    for (const source of own) expect([...rowsOf(recording, 'heap', source)].length).toBeGreaterThan(0);
  });

  it('cannot find out that the extension is there by asking for its files', async () => {
    const id = new URL(opened.session.panel.url()).host;
    const files = ['manifest.json', 'panel/index.html', 'icons/32.png'];
    const answers = await opened.session.page.evaluate(
      (host, paths) =>
        Promise.all(
          paths.map((path) =>
            fetch(`chrome-extension://${host}/${path}`).then(
              (answer) => answer.status,
              () => 'refused',
            ),
          ),
        ),
      id,
      files,
    );
    expect(answers).toEqual(['refused', 'refused', 'refused']);
  });
});
