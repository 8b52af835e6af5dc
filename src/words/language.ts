/** What goes into a phrase: a number is written as its language writes whole numbers. */
export type Value = string | number;

/** A language in which the core speaks. */
export interface Words {
  /** BCP 47 tag: decides how numbers are written and which plural form a count takes. */
  readonly language: string;
  /** The phrase of this key, with `{1}`, `{2}` … where values belong; empty where the language has none. */
  template(key: string): string;
}

/** English stands beside the code that says it (`phrases`), so there is nothing to look up. */
export const english: Words = { language: 'en', template: () => '' };

let spoken = english;

/** From now on sentences are said in this language. English, until somebody says otherwise. */
export function speak(words: Words): void {
  spoken = words;
}

export function language(): string {
  return spoken.language;
}

/** The template of a key in the language that is spoken; empty where it has none. */
export function templateOf(key: string): string {
  return spoken.template(key);
}

/** Puts values, in their order, into `{1}`, `{2}` … What a value brings along is never read as a place for another. */
export function fill(template: string, values: readonly Value[]): string {
  return template.replace(/\{(\d)\}/g, (place, digit) => {
    const value = values[Number(digit) - 1];
    return value === undefined ? place : typeof value === 'number' ? writeNumber(value) : value;
  });
}

const plurals = new Map<string, Intl.PluralRules>();
const formats = new Map<string, Intl.NumberFormat>();

/** The form that a count takes in the language that is spoken: `one`, `other`, and whatever else it has. */
export function pluralForm(count: number): Intl.LDMLPluralRule {
  const { language: tag } = spoken;
  return kept(plurals, tag, () => new Intl.PluralRules(tag)).select(count);
}

/** A number as the language that is spoken writes it. */
export function writeNumber(value: number, options: Intl.NumberFormatOptions = {}): string {
  const { language: tag } = spoken;
  const key = `${tag} ${JSON.stringify(options)}`;
  return kept(formats, key, () => new Intl.NumberFormat(tag, options)).format(value);
}

/** To make one takes longer than to use it a hundred times. */
function kept<T>(known: Map<string, T>, key: string, make: () => T): T {
  const value = known.get(key) ?? make();
  known.set(key, value);
  return value;
}

/** With so many digits after the separator, as `toFixed`, in the language that is spoken. */
export function writeDecimal(value: number, digits: number): string {
  return writeNumber(value, { minimumFractionDigits: digits, maximumFractionDigits: digits, useGrouping: false });
}
