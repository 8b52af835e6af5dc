/**
 * Parsers for what crosses a boundary between page, bridge, worker and panel. They run in every page, so they are a few lines of our
 * own and no library (docs/decisions/0001-wire-parsers.md). A parser returns the value or `undefined`; it never throws, whatever
 * getters, cycles or prototypes the input has (structured clones have none of these, but a parser should not rely on its caller).
 */
export type Parser<T> = (input: unknown) => T | undefined;

type Parsed<P> = P extends Parser<infer T> ? T : never;

export const integer =
  (min: number, max: number = Number.MAX_SAFE_INTEGER): Parser<number> =>
  (input) =>
    typeof input === 'number' && Number.isSafeInteger(input) && input >= min && input <= max ? input : undefined;

export const finite =
  (min: number, max: number = Number.MAX_VALUE): Parser<number> =>
  (input) =>
    typeof input === 'number' && input >= min && input <= max ? input : undefined;

export const text =
  (maxLength: number): Parser<string> =>
  (input) =>
    typeof input === 'string' && input.length <= maxLength ? input : undefined;

export const choice =
  <const T extends string>(...of: readonly T[]): Parser<T> =>
  (input) =>
    of.find((value) => value === input);

export const boolean: Parser<boolean> = (input) => (typeof input === 'boolean' ? input : undefined);

export const list =
  <T>(item: Parser<T>, maxLength: number): Parser<T[]> =>
  (input) => {
    if (!Array.isArray(input) || input.length > maxLength) return undefined;
    const result: T[] = [];
    for (const element of input) {
      const value = item(element);
      if (value === undefined) return undefined;
      result.push(value);
    }
    return result;
  };

type Shape = Record<string, Parser<unknown>>;
type Fields<S extends Shape> = { [K in keyof S]: Parsed<S[K]> };

/** An object with exactly these fields; those of `optional` may be absent. */
export const fields =
  <S extends Shape, O extends Shape = Record<never, never>>(
    shape: S,
    optional?: O,
  ): Parser<Fields<S> & Partial<Fields<O>>> =>
  (input) => {
    if (!isObject(input)) return undefined;
    const result: Record<string, unknown> = {};
    const names = Object.keys(input);
    for (const name of names) {
      const parse = own(shape, name) ?? own(optional, name);
      const value = parse?.(input[name]);
      if (value === undefined) return undefined;
      result[name] = value;
    }
    if (Object.keys(shape).some((name) => !Object.hasOwn(result, name))) return undefined;
    return result as Fields<S> & Partial<Fields<O>>;
  };

function own(shape: Shape | undefined, name: string): Parser<unknown> | undefined {
  return shape && Object.hasOwn(shape, name) ? shape[name] : undefined;
}

/** The payloads of one direction, by message type. */
export type Messages<M> = { [T in keyof M & string]: { readonly type: T } & M[T] }[keyof M & string];

/** A message of one of the types in `map`, which gives the parser of each payload. Unknown types and fields are refused. */
export const message = <M>(map: { [T in keyof M & string]: Parser<M[T]> }): Parser<Messages<M>> => {
  const parsers = new Map<unknown, Parser<unknown>>(Object.entries<Parser<unknown>>(map));
  return (input) => {
    if (!isObject(input)) return undefined;
    const { type, ...payload } = input;
    const value = parsers.get(type)?.(payload);
    return value === undefined ? undefined : ({ ...(value as object), type } as Messages<M>);
  };
};

function isObject(input: unknown): input is Record<string, unknown> {
  return typeof input === 'object' && input !== null && !Array.isArray(input);
}
