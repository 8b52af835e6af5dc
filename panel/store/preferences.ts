import { type ByteUnits, byteUnits } from '@memory-plus/core/analysis';
import {
  defaultSettings,
  type MonitorSettings,
  type SourceGroup,
  settingsLimits,
  sourceGroups,
} from '@memory-plus/core/model';

export type ThemeChoice = 'auto' | 'light' | 'dark';
export const themeChoices: readonly ThemeChoice[] = ['auto', 'light', 'dark'];

/** What a person set; it outlasts the panel. */
export interface Preferences extends Required<MonitorSettings> {
  readonly theme: ThemeChoice;
  readonly units: ByteUnits;
  /** Paths of addresses do not leave the panel: not into kept recordings, not into exported files. */
  readonly stripPaths: boolean;
}

export const defaultPreferences: Preferences = {
  ...defaultSettings,
  muteComponentTracks: false,
  without: [],
  theme: 'auto',
  units: 'binary',
  stripPaths: false,
};

/** Reads what was stored; whatever is missing or makes no sense becomes the default. */
export function parsePreferences(stored: unknown): Preferences {
  const input = typeof stored === 'object' && stored !== null ? (stored as Record<string, unknown>) : {};
  return {
    heapInterval: inLimits('heapInterval', input.heapInterval) ?? defaultPreferences.heapInterval,
    slowRender: inLimits('slowRender', input.slowRender) ?? defaultPreferences.slowRender,
    muteComponentTracks: input.muteComponentTracks === true,
    without: sourceGroups.filter((group) => Array.isArray(input.without) && input.without.includes(group)),
    theme: themeChoices.find((choice) => choice === input.theme) ?? defaultPreferences.theme,
    units: byteUnits.find((choice) => choice === input.units) ?? defaultPreferences.units,
    stripPaths: input.stripPaths === true,
  };
}

/** What of it the page is told. */
export function settingsOf({ heapInterval, slowRender, muteComponentTracks, without }: Preferences): MonitorSettings {
  const settings = { heapInterval, slowRender, muteComponentTracks };
  return without.length > 0 ? { ...settings, without } : settings;
}

/** `preferences` with a group switched on or off. */
export function withGroup({ without }: Preferences, group: SourceGroup, on: boolean): Pick<Preferences, 'without'> {
  return { without: sourceGroups.filter((one) => (one === group ? !on : without.includes(one))) };
}

export function samePreferences(a: Preferences, b: Preferences): boolean {
  return Object.keys(defaultPreferences).every(
    (name) => String(a[name as keyof Preferences]) === String(b[name as keyof Preferences]),
  );
}

/** `value` as setting `name`, or null where it is outside of the limits. */
export function inLimits(name: keyof typeof settingsLimits, value: unknown): number | null {
  const { min, max } = settingsLimits[name];
  return typeof value === 'number' && value >= min && value <= max ? value : null;
}
