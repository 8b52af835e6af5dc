import '../platform/messages.ts';
import { fill, pluralForm, templateOf, type Value } from '@memory-plus/core/words';

/** Texts are declared here by their shape alone; what they say stands in `_locales`, under their path: `toolbar.mark` is `toolbar_mark`. */
export type Part = Text | Filled<readonly string[]> | Counted<readonly string[]> | { readonly [name: string]: Part };

export interface Text {
  readonly kind: 'text';
}

export interface Filled<N extends readonly string[]> {
  readonly kind: 'filled';
  readonly names: N;
}

export interface Counted<N extends readonly string[]> {
  readonly kind: 'counted';
  /** Of the values beside `count`. */
  readonly names: N;
}

/** A text as it stands. */
export const text: Text = { kind: 'text' };

/** A text with values in the order of these names. */
export function filled<const N extends readonly string[]>(...names: N): Filled<N> {
  return { kind: 'filled', names };
}

/** A text that depends on a count (`key_one`, `key_other` …), the first value; the others are in the order of these names. */
export function counted<const N extends readonly string[]>(...names: N): Counted<N> {
  return { kind: 'counted', names };
}

type Values<N extends readonly string[]> = { readonly [K in keyof N]: Value };

/** What a shape says: strings, and functions where values belong in. */
export type Said<S> = S extends Text
  ? string
  : S extends Filled<infer N extends readonly string[]>
    ? (...values: Values<N>) => string
    : S extends Counted<infer N extends readonly string[]>
      ? (count: number, ...values: Values<N>) => string
      : { readonly [K in keyof S]: Said<S[K]> };

/** The texts of a shape. Each is looked up when it is read, so a shape may be declared before the language is known. */
export function textsOf<const S extends { readonly [name: string]: Part }>(shape: S, path = ''): Said<S> {
  const said = {};
  for (const [name, part] of Object.entries(shape)) {
    const key = keyOf(path, name);
    Object.defineProperty(said, name, {
      enumerable: true,
      ...(isText(part) ? { get: () => read(key) } : { value: speaker(part, key) }),
    });
  }
  return said as Said<S>;
}

function speaker(part: Exclude<Part, Text>, key: string): unknown {
  if (isFilled(part)) return (...values: Value[]) => fill(read(key), values);
  if (isCounted(part))
    return (count: number, ...others: Value[]) =>
      fill(templateOf(`${key}_${pluralForm(count)}`) || read(`${key}_other`), [count, ...others]);
  return textsOf(part, key);
}

/** A text that is missing is seen by its key. */
function read(key: string): string {
  return templateOf(key) || key;
}

/** A message that a shape needs: the names of its values in their order. */
export interface Declared {
  readonly key: string;
  readonly names: readonly string[];
  /** Whether there is one for each form that a count takes. */
  readonly counted: boolean;
}

/** The messages that a shape needs. */
export function declaredBy(shape: { readonly [name: string]: Part }, path = ''): readonly Declared[] {
  return Object.entries(shape).flatMap(([name, part]) => {
    const key = keyOf(path, name);
    if (isText(part)) return [{ key, names: [], counted: false }];
    if (isFilled(part)) return [{ key, names: part.names, counted: false }];
    return isCounted(part) ? [{ key, names: ['count', ...part.names], counted: true }] : declaredBy(part, key);
  });
}

/** Keys are words: what is none becomes a low line. */
function keyOf(path: string, name: string): string {
  return `${path === '' ? '' : `${path}_`}${name.replace(/\W/g, '_')}`;
}

function isText(part: Part): part is Text {
  return part.kind === 'text';
}

function isFilled(part: Part): part is Filled<readonly string[]> {
  return part.kind === 'filled';
}

function isCounted(part: Part): part is Counted<readonly string[]> {
  return part.kind === 'counted';
}
