import { fill, pluralForm, templateOf, type Value } from './language.ts';

/** The names between braces in a phrase. */
type Names<P extends string> = P extends `${string}{${infer N}}${infer Rest}` ? N | Names<Rest> : never;
type Values<N extends string> = [N] extends [never] ? [] : [values: Readonly<Record<N, Value>>];
type Catalogue = Readonly<Record<string, string>>;
type Text<P extends Catalogue, K extends string> = K extends keyof P ? P[K] : never;
type Counted<P extends Catalogue> = keyof P extends infer K ? (K extends `${infer Base}_other` ? Base : never) : never;

/** Says the phrases of one subject. */
export interface Phrases<P extends Catalogue> {
  <K extends keyof P & string>(key: K, ...values: Values<Names<P[K]>>): string;
  /** Of `key_one`, `key_other` … the form that the count takes; the count itself goes into `{count}`. */
  counted<K extends Counted<P>>(
    key: K,
    count: number,
    ...values: Values<Exclude<Names<Text<P, `${K}_other`>>, 'count'>>
  ): string;
  readonly subject: string;
  readonly english: P;
}

/**
 * Phrases of the core in English, with `{names}` where values belong. In another language the phrase `subject_key` of its words stands
 * in their place, with the values in the order in which English first names them.
 */
export function phrases<const P extends Catalogue>(subject: string, english: P): Phrases<P> {
  const written: Catalogue = english;
  const tell = (key: string, names: string, values: Readonly<Record<string, Value>>) => {
    const order = namesOf(written[names] ?? '');
    const template = templateOf(`core_${subject}_${key}`) || numbered(written[key] ?? '', order);
    return template === ''
      ? null
      : fill(
          template,
          order.map((name) => values[name] ?? ''),
        );
  };
  const say = (key: string, values: Readonly<Record<string, Value>> = {}) => tell(key, key, values) ?? key;
  const counted = (key: string, count: number, values: Readonly<Record<string, Value>> = {}) => {
    const other = `${key}_other`;
    const all = { ...values, count };
    return tell(`${key}_${pluralForm(count)}`, other, all) ?? tell(other, other, all) ?? key;
  };
  return Object.assign(say, { counted, subject, english }) as Phrases<P>;
}

/** The names of a phrase, each once, in the order in which they are first named. */
export function namesOf(phrase: string): readonly string[] {
  return [...new Set([...phrase.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? ''))];
}

/** `{count} of {all}` becomes `{1} of {2}`. */
export function numbered(phrase: string, names: readonly string[]): string {
  return phrase.replace(/\{(\w+)\}/g, (_, name) => `{${names.indexOf(name) + 1}}`);
}
