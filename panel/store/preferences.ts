import { defaultSettings, type MonitorSettings, settingsLimits } from '@memory-plus/core/model';

export type ThemeChoice = 'auto' | 'light' | 'dark';
export const themeChoices: readonly ThemeChoice[] = ['auto', 'light', 'dark'];

/** What a person set; it outlasts the panel. */
export interface Preferences extends Required<MonitorSettings> {
  readonly theme: ThemeChoice;
}

export const defaultPreferences: Preferences = { ...defaultSettings, muteComponentTracks: false, theme: 'auto' };
export const preferencesKey = 'preferences';

/** Reads what was stored; whatever is missing or makes no sense becomes the default. */
export function parsePreferences(stored: unknown): Preferences {
  const input = typeof stored === 'object' && stored !== null ? (stored as Record<string, unknown>) : {};
  return {
    heapInterval: inLimits('heapInterval', input.heapInterval) ?? defaultPreferences.heapInterval,
    slowRender: inLimits('slowRender', input.slowRender) ?? defaultPreferences.slowRender,
    muteComponentTracks: input.muteComponentTracks === true,
    theme: themeChoices.find((choice) => choice === input.theme) ?? defaultPreferences.theme,
  };
}

/** What of it the page is told. */
export function settingsOf({ heapInterval, slowRender, muteComponentTracks }: Preferences): MonitorSettings {
  return { heapInterval, slowRender, muteComponentTracks };
}

/** `value` as setting `name`, or null where it is outside of the limits. */
export function inLimits(name: keyof typeof settingsLimits, value: unknown): number | null {
  const { min, max } = settingsLimits[name];
  return typeof value === 'number' && value >= min && value <= max ? value : null;
}
