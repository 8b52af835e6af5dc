import type { Panel } from '../store/panel.ts';
import { tourSteps } from '../store/tour.ts';
import { en } from '../strings/en.ts';

const text = en.tour;

/** Stands above the view instead of over it: nothing is covered, and whoever knows the tab goes on at once. */
export function TourBanner({ panel }: { panel: Panel }) {
  const { tour } = panel;
  const step = tour.step.value;
  if (!step) return null;
  const at = tourSteps.indexOf(step) + 1;
  return (
    <section class="banner tour" aria-label={text.label} data-testid="tour">
      <span class="tour__at">{text.at(at, tourSteps.length)}</span>
      <span class="banner__text" role="status">
        {text.steps[step]}
      </span>
      <button type="button" class="button button--primary" data-testid="tour-next" onClick={() => tour.next()}>
        {at === tourSteps.length ? text.done : text.next}
      </button>
      {at < tourSteps.length && (
        <button type="button" class="button" data-testid="tour-skip" onClick={() => tour.end()}>
          {text.skip}
        </button>
      )}
    </section>
  );
}
