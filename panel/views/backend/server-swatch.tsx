import { styleOf } from '../../lanes/server-style.ts';

const dashes: Readonly<Record<string, string>> = { dashed: '4 3', dotted: '1 3', 'dash-dotted': '8 3 1 3' };

/** The line that a server is drawn with. */
export function ServerSwatch({ slot }: { slot: number }) {
  const { color, kind } = styleOf(slot);
  return (
    <svg class={`server-swatch server-swatch--${color}`} viewBox="0 0 26 8" aria-hidden="true">
      <path d="M1 4h24" stroke-dasharray={dashes[kind]} />
    </svg>
  );
}
