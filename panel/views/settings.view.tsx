import { settingsLimits } from '@memory-plus/core/model';
import { useSignal } from '@preact/signals';
import { documentsOf } from '../store/documents.ts';
import { defaultPreferences, inLimits, type ThemeChoice, themeChoices } from '../store/preferences.ts';
import { en } from '../strings/en.ts';
import type { View, ViewProps } from './view.ts';

const text = en.settings;

/** What a person may choose, and what this page lets Memory+ measure. */
function Settings({ panel }: ViewProps) {
  const { theme } = panel.preferences.value;
  return (
    <div class="stack">
      <section class="card card--padded" aria-label={text.measuring}>
        <h2 class="card__title">{text.measuring}</h2>
        <NumberSetting panel={panel} name="slowRender" label={text.threshold} testId="setting-threshold" />
        <NumberSetting panel={panel} name="heapInterval" label={text.interval} testId="setting-interval" />
        <label class="field field--row">
          <input
            type="checkbox"
            data-testid="setting-mute-tracks"
            aria-describedby="mute-tracks-why"
            checked={panel.preferences.value.muteComponentTracks}
            onChange={({ currentTarget }) => panel.prefer({ muteComponentTracks: currentTarget.checked })}
          />
          <span>{text.mute}</span>
        </label>
        <p id="mute-tracks-why" class="card__note">
          {text.muteWhy}
        </p>
      </section>
      <section class="card card--padded" aria-label={text.appearance}>
        <h2 class="card__title">{text.appearance}</h2>
        <label class="field field--row">
          <span class="field__label">{text.theme}</span>
          <select
            data-testid="setting-theme"
            value={theme}
            onChange={({ currentTarget }) => panel.prefer({ theme: currentTarget.value as ThemeChoice })}
          >
            {themeChoices.map((choice) => (
              <option key={choice} value={choice}>
                {text.themes[choice]}
              </option>
            ))}
          </select>
        </label>
      </section>
      <button type="button" class="button settings__reset" onClick={() => panel.prefer(defaultPreferences)}>
        {text.reset}
      </button>
      <Capabilities panel={panel} />
    </div>
  );
}

interface NumberSettingProps extends ViewProps {
  readonly name: keyof typeof settingsLimits;
  readonly label: string;
  readonly testId: string;
}

function NumberSetting({ panel, name, label, testId }: NumberSettingProps) {
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

function Capabilities({ panel }: ViewProps) {
  panel.revision.value;
  const rows = [...(documentsOf(panel).at(-1)?.capabilities.values() ?? [])];
  return (
    <section class="card" aria-label={text.capabilities}>
      <header class="card__head">
        <h2 class="card__title">{text.capabilities}</h2>
        {rows.length === 0 && <span class="card__note">{text.noCapabilities}</span>}
      </header>
      {rows.length > 0 && (
        <table class="table">
          <thead>
            <tr>
              {[text.capability, text.available, text.detail].map((title) => (
                <th key={title} scope="col">
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ name, available, detail }) => (
              <tr key={name}>
                <th scope="row">{text.sources[name] ?? name}</th>
                <td>{available ? text.yes : text.no}</td>
                <td class="how">{detail}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

export const settingsView: View = {
  id: 'settings',
  title: en.views.settings,
  icon: 'M2 4h7 M12 4h2 M10.500 2.500v3 M2 8h2 M7 8h7 M5.500 6.500v3 M2 12h6 M11 12h3 M9.500 10.500v3',
  component: Settings,
};
