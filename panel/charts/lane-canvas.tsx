import { useEffect, useRef } from 'preact/hooks';
import { LaneChart, type LaneDrawing } from './chart-setup.ts';
import { readPalette } from './palette.ts';

export interface LaneCanvasProps {
  readonly drawing: LaneDrawing;
  readonly theme: 'light' | 'dark';
  readonly label: string;
  readonly testId?: string | undefined;
}

/** Tells drawings apart that look different. Series only grow at their end, so their lengths and last points say whether they changed. */
function signature({ traces, from, to, axis }: LaneDrawing): string {
  const ends = traces.flatMap(({ points }) => {
    const seen = [points.at(0), points.at(-2), points.at(-1)];
    return [points.length, ...seen.map((point) => `${point?.x},${point?.y}`)];
  });
  return [from, to, axis.min, axis.max, ...ends].join(' ');
}

/** A lane's picture. Its numbers stand beside it as text, so that the canvas only needs a name. */
export function LaneCanvas({ drawing, theme, label, testId }: LaneCanvasProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const chart = useRef<LaneChart | null>(null);
  const drawn = useRef('');
  const palette = useRef<{ theme: string; value: ReturnType<typeof readPalette> } | null>(null);
  useEffect(() => {
    // Without a 2D context (a test's DOM) there is nothing to draw on.
    if (canvas.current?.getContext('2d')) chart.current = new LaneChart(canvas.current);
    return () => {
      chart.current?.destroy();
      chart.current = null;
    };
  }, []);
  useEffect(() => {
    const looks = `${theme} ${signature(drawing)}`;
    if (!chart.current || !canvas.current || drawn.current === looks) return;
    drawn.current = looks;
    if (palette.current?.theme !== theme) palette.current = { theme, value: readPalette(canvas.current) };
    chart.current.draw(drawing, palette.current.value);
  }, [drawing, theme]);
  return (
    <div class="lane__canvas" data-testid={testId}>
      <canvas ref={canvas} role="img" aria-label={label} />
    </div>
  );
}
