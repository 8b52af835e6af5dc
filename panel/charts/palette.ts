import type { ColorName } from './trace.ts';

/** The theme's colours as a canvas needs them: read from the custom properties of tokens.css. */
export interface Palette {
  readonly colors: Readonly<Record<ColorName, string>>;
  readonly muted: string;
  readonly grid: string;
  readonly band: string;
  readonly font: string;
}

export function readPalette(element: Element): Palette {
  const style = getComputedStyle(element);
  const read = (name: string) => style.getPropertyValue(`--${name}`).trim();
  return {
    colors: {
      page: read('series-page'),
      floor: read('series-floor'),
      server: read('series-server'),
      server2: read('series-server-2'),
      server3: read('series-server-3'),
      server4: read('series-server-4'),
      request: read('series-request'),
      slow: read('series-slow'),
      render: read('series-render'),
      collection: read('series-collection'),
      warning: read('warning'),
      muted: read('muted'),
    },
    muted: read('muted'),
    grid: read('line'),
    band: read('series-band'),
    font: style.fontFamily,
  };
}
