import { byteUnits } from '@memory-plus/core/analysis';
import { themeChoices } from '../../store/preferences.ts';
import { en } from '../../strings/en.ts';
import type { ViewProps } from '../view.ts';
import { Capabilities } from './capabilities.tsx';
import { ChoiceSetting } from './choice-setting.tsx';
import { NumberSetting } from './number-setting.tsx';
import { RecordGroups } from './record-groups.tsx';
import { SwitchSetting } from './switch-setting.tsx';

const text = en.settings;
const words = en.preferences;

/** What a person may choose, and what this page lets Memory+ measure. */
export function SettingsView({ panel }: ViewProps) {
  const { muteComponentTracks, theme, units, stripPaths } = panel.preferences.value;
  const where = panel.kept.where.value;
  return (
    <div class="stack">
      <section class="card card--padded" aria-label={text.measuring}>
        <h2 class="card__title">{text.measuring}</h2>
        <NumberSetting panel={panel} name="slowRender" label={text.threshold} testId="setting-threshold" />
        <NumberSetting panel={panel} name="heapInterval" label={text.interval} testId="setting-interval" />
        <SwitchSetting
          label={text.mute}
          testId="setting-mute-tracks"
          on={muteComponentTracks}
          why={text.muteWhy}
          onChange={(on) => panel.prefer({ muteComponentTracks: on })}
        />
      </section>
      <RecordGroups panel={panel} />
      <section class="card card--padded" aria-label={text.appearance}>
        <h2 class="card__title">{text.appearance}</h2>
        <ChoiceSetting
          label={text.theme}
          testId="setting-theme"
          value={theme}
          choices={themeChoices}
          names={text.themes}
          onChoose={(choice) => panel.prefer({ theme: choice })}
        />
        <ChoiceSetting
          label={words.units}
          testId="setting-units"
          value={units}
          choices={byteUnits}
          names={words.unitNames}
          onChoose={(choice) => panel.prefer({ units: choice })}
        />
        <p class="card__note">{words.unitsWhy}</p>
      </section>
      <section class="card card--padded" aria-label={words.privacy}>
        <h2 class="card__title">{words.privacy}</h2>
        <SwitchSetting
          label={words.strip}
          testId="setting-strip-paths"
          on={stripPaths}
          why={words.stripWhy}
          onChange={(on) => panel.prefer({ stripPaths: on })}
        />
      </section>
      <div class="settings__foot">
        <button
          type="button"
          class="button settings__reset"
          data-testid="settings-reset"
          onClick={() => panel.kept.reset()}
        >
          {text.reset}
        </button>
        <span class="card__note" data-testid="settings-kept" data-place={where.place}>
          {where.place === 'everywhere' ? words.everywhere : words.onlyHere(where.because)}
        </span>
      </div>
      <Capabilities panel={panel} />
    </div>
  );
}
