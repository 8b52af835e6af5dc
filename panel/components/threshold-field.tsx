import { settingsLimits } from '@memory-plus/core/model';
import type { Panel } from '../store/panel.ts';
import { inLimits } from '../store/preferences.ts';
import { en } from '../strings/en.ts';

const { min, max } = settingsLimits.slowRender;

/** The threshold of slow renders, to be changed where it is read. What lies outside of the limits is not taken. */
export function ThresholdField({ panel }: { panel: Panel }) {
  return (
    <label class="threshold">
      {en.renders.threshold}{' '}
      <input
        type="number"
        class="threshold__input"
        data-testid="slow-threshold"
        min={min}
        max={max}
        step="any"
        title={en.settings.outside(min, max)}
        value={panel.preferences.value.slowRender}
        onChange={({ currentTarget }) => {
          const slowRender = inLimits('slowRender', currentTarget.valueAsNumber);
          if (slowRender === null) currentTarget.value = String(panel.preferences.value.slowRender);
          else panel.prefer({ slowRender });
        }}
      />{' '}
      {en.renders.ms}
    </label>
  );
}
