import { sourceGroups } from '@memory-plus/core/model';
import { withGroup } from '../../store/preferences.ts';
import { en } from '../../strings/en.ts';
import type { ViewProps } from '../view.ts';

const text = en.preferences;

/** What is measured and what is not, group by group. */
export function RecordGroups({ panel }: ViewProps) {
  const preferences = panel.preferences.value;
  const off = preferences.without.map((group) => text.groups[group].name);
  return (
    <section class="card card--padded" aria-label={text.record}>
      <h2 class="card__title">{text.record}</h2>
      <p class="card__note">{text.recordWhy}</p>
      <div class="settings__groups">
        {sourceGroups.map((group) => {
          const { name, what } = text.groups[group];
          return (
            <label key={group} class="settings__group">
              <input
                type="checkbox"
                data-testid={`record-${group}`}
                checked={!preferences.without.includes(group)}
                onChange={({ currentTarget }) => panel.prefer(withGroup(preferences, group, currentTarget.checked))}
              />
              <span>
                {name} <span class="how">{what}</span>
              </span>
            </label>
          );
        })}
      </div>
      {off.length > 0 && (
        <p role="status" data-testid="switched-off">
          {text.someOff(off.join(', '))}
        </p>
      )}
    </section>
  );
}
