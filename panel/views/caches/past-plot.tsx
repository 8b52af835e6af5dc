import type { CachePast } from '../../store/cache-pasts.ts';
import type { Series } from '../../store/series.ts';

const width = 120;
const height = 28;

/** How large one cache was (filled) and how often it answered (line, from 0 to 100 %) over its life. */
export function PastPlot({ past, label }: { readonly past: CachePast; readonly label: string }) {
  const from = Math.min(past.size.at[0] ?? Number.POSITIVE_INFINITY, past.rate.at[0] ?? Number.POSITIVE_INFINITY);
  const to = Math.max(past.size.at.at(-1) ?? 0, past.rate.at.at(-1) ?? 0);
  if (!(to > from)) return null;
  const place = (series: Series, most: number) =>
    series.points(from, to).map(({ at, value }) => {
      const x = ((at - from) / (to - from)) * width;
      const y = height - 1 - (most > 0 ? value / most : 0) * (height - 2);
      return `${x.toFixed(1)} ${y.toFixed(1)}`;
    });
  const sizes = place(past.size, Math.max(...past.size.points(from, to).map(({ value }) => value), 0));
  const rates = place(past.rate, 1);
  return (
    <svg class="past" viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" role="img" aria-label={label}>
      {sizes.length > 1 && <path class="past__size" d={`M0 ${height}L${sizes.join('L')}L${width} ${height}Z`} />}
      {rates.length > 1 && <path class="past__rate" d={`M${rates.join('L')}`} vector-effect="non-scaling-stroke" />}
    </svg>
  );
}
