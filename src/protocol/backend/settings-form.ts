import { z } from 'zod';
import { type DetectorSettings, detectorSettingsSchema } from './leaks.ts';

/** A setting as a form shows it. */
export type SettingField =
  | { readonly name: keyof DetectorSettings; readonly kind: 'flag'; readonly help: string }
  | {
      readonly name: keyof DetectorSettings;
      readonly kind: 'integer';
      readonly min: number;
      readonly max: number;
      readonly help: string;
    };

interface Property {
  readonly type?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly description?: string;
}

/** The settings of the detector, in the order of their schema: a setting that is added there is in the form. */
export const settingFields: readonly SettingField[] = Object.entries(
  (z.toJSONSchema(detectorSettingsSchema) as { properties: Record<string, Property> }).properties,
).map(([key, { type, minimum, maximum, description: help = '' }]) => {
  const name = key as keyof DetectorSettings;
  if (type === 'boolean') return { name, kind: 'flag', help };
  return {
    name,
    kind: 'integer',
    min: minimum ?? Number.MIN_SAFE_INTEGER,
    max: maximum ?? Number.MAX_SAFE_INTEGER,
    help,
  };
});
