import type { CacheFigures } from '../../store/caches.ts';
import { en } from '../../strings/en.ts';
import { formatCount, formatPercent } from '../../strings/format.ts';

const words = en.cacheTexts;
const width = 360;
const height = 150;
const left = 44;
const right = 26;
const top = 10;
const bottom = 30;
const rates = [0, 0.5, 1] as const;

interface Point extends CacheFigures {
  readonly hitRate: number;
  readonly size: number;
}

/** Each cache as a point: what is large and low earns its memory least. */
export function RatePlot({ caches }: { readonly caches: readonly CacheFigures[] }) {
  const points = caches.filter((cache): cache is Point => cache.hitRate !== null && cache.size !== null);
  if (points.length === 0) return null;
  const most = Math.max(10, ...points.map(({ size }) => size));
  const decades = Math.ceil(Math.log10(most));
  const x = (size: number) => left + (Math.log10(Math.max(1, size)) / decades) * (width - left - right);
  const y = (rate: number) => top + (1 - rate) * (height - top - bottom);
  const said = points.map(({ name, hitRate, size }) =>
    words.plotPoint(name, formatPercent(hitRate), formatCount(size)),
  );
  return (
    <figure class="rates">
      <figcaption class="card__title">{words.plot}</figcaption>
      <svg
        class="rates__plot"
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={words.plotLabel(said.join('; '))}
      >
        {rates.map((rate) => (
          <g key={rate}>
            <line class="rates__grid" x1={left} x2={width - right} y1={y(rate)} y2={y(rate)} />
            <text x={left - 5} y={y(rate) + 4} text-anchor="end">
              {formatPercent(rate)}
            </text>
          </g>
        ))}
        {Array.from({ length: decades + 1 }, (_, decade) => 10 ** decade).map((size) => (
          <text key={size} x={x(size)} y={height - bottom + 13} text-anchor="middle">
            {formatCount(size)}
          </text>
        ))}
        <text x={width - right} y={height - 4} text-anchor="end">
          {words.plotAxis}
        </text>
        {points.map((point) => (
          <Mark key={point.name} point={point} x={x(point.size)} y={y(point.hitRate)} />
        ))}
      </svg>
    </figure>
  );
}

/** The name stands on the side where there is room. */
function Mark({ point, x, y }: { readonly point: Point; readonly x: number; readonly y: number }) {
  const isRight = x > width / 2;
  return (
    <g class={point.flags.length > 0 ? 'rates__mark rates__mark--flagged' : 'rates__mark'}>
      <circle cx={x} cy={y} r="4" />
      <text x={isRight ? x - 8 : x + 8} y={y + (y < top + 12 ? 12 : -6)} text-anchor={isRight ? 'end' : 'start'}>
        {point.name.length > 24 ? `${point.name.slice(0, 23)}…` : point.name}
      </text>
    </g>
  );
}
