import { say as alerts } from './alerts.ts';
import { say as comparison } from './comparison.ts';
import { say as frames } from './frames.ts';
import { say as page } from './page.ts';
import { say as pairs } from './pairs.ts';
import { namesOf, numbered } from './phrases.ts';
import { say as recordings } from './recordings.ts';
import { say as rounds } from './rounds.ts';
import { say as rules } from './rules.ts';
import { say as snapshotFiles } from './snapshot-files.ts';
import { say as suspects } from './suspects.ts';
import { say as trend } from './trend.ts';
import { say as units } from './units.ts';

export * from './language.ts';
export { sayOfPage } from './page.ts';
export * from './phrases.ts';
export { say as units } from './units.ts';

/** Everything that the core can say. */
const subjects = [
  units,
  trend,
  rules,
  rounds,
  frames,
  alerts,
  pairs,
  comparison,
  page,
  suspects,
  snapshotFiles,
  recordings,
] as const;

/** One phrase of the core, for whoever translates it. */
export interface CorePhrase {
  readonly key: string;
  readonly english: string;
  /** The values in their order: the first is `{1}`. */
  readonly names: readonly string[];
}

/** All phrases of the core under the keys that `Words.template` is asked for. */
export function corePhrases(): readonly CorePhrase[] {
  return subjects.flatMap(({ subject, english }) =>
    Object.entries<string>(english).map(([key, phrase]) => {
      const other = key.replace(/_[a-z]+$/, '_other');
      // The order is that of the form which every count can take.
      const names = namesOf((english as Readonly<Record<string, string>>)[other] ?? phrase);
      return { key: `core_${subject}_${key}`, english: numbered(phrase, names), names };
    }),
  );
}
