import { settingsLimits } from '@memory-plus/core/model';
import { useSignal } from '@preact/signals';
import { inLimits } from '../../store/preferences.ts';
import { en } from '../../strings/en.ts';
import type { ViewProps } from '../view.ts';

const text = en.settings;

interface NumberSettingProps extends ViewProps {
  readonly name: keyof typeof settingsLimits;
  readonly label: string;
  readonly testId: string;
}

/** A number of milliseconds. What is outside of its limits is said and not taken. */
export function NumberSetting({ panel, name, label, testId }: NumberSettingProps) {
  const { min, max } = settingsLimits[name];
  const wrong = useSignal(false);
  return (
    <label class="field field--row">
      <span class="field__label">{label}</span>
      <input
        type="number"
        data-testid={testId}
        min={min}
        max={max}
        step="any"
        aria-invalid={wrong.value}
        value={panel.preferences.value[name]}
        onChange={({ currentTarget }) => {
          const value = inLimits(name, currentTarget.valueAsNumber);
          wrong.value = value === null;
          if (value !== null) panel.prefer({ [name]: value });
        }}
      />
      <span>{text.ms}</span>
      {wrong.value && (
        <span class="field__problem" role="alert">
          {text.outside(min, max)}
        </span>
      )}
    </label>
  );
}
