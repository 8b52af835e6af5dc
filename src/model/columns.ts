/**
 * Column types of the tables in tables.ts. One description serves the wire between page and panel, the recording, its
 * JSON Schema and its CSV export, so that none of them can drift from the others.
 */
export type Column =
  | { readonly type: 'time' }
  | {
      readonly type: 'number';
      readonly unit: Unit;
      readonly integer?: true;
      readonly signed?: true;
      readonly nullable?: true;
    }
  | { readonly type: 'flag' }
  | { readonly type: 'text'; readonly maxLength: number; readonly nullable?: true }
  | { readonly type: 'choice'; readonly of: readonly string[] }
  | { readonly type: 'numbers'; readonly maxLength: number };

export type Unit = 'bytes' | 'ms' | 'count' | 'ratio' | 'ms/s' | 'bytes/s' | 'per second';

/** Longest name (component, cache, script, label) that crosses a boundary; a longer one is cut at its source. */
export const maxNameLength = 200;

export const time = { type: 'time' } as const;
export const bytes = { type: 'number', unit: 'bytes' } as const;
export const maybeBytes = { type: 'number', unit: 'bytes', nullable: true } as const;
export const ms = { type: 'number', unit: 'ms' } as const;
export const maybeMs = { type: 'number', unit: 'ms', nullable: true } as const;
export const count = { type: 'number', unit: 'count', integer: true } as const;
export const maybeCount = { type: 'number', unit: 'count', integer: true, nullable: true } as const;
export const flag = { type: 'flag' } as const;
export const name = { type: 'text', maxLength: maxNameLength } as const;
export const maybeName = { type: 'text', maxLength: maxNameLength, nullable: true } as const;
export const choice = <const T extends readonly string[]>(...of: T) => ({ type: 'choice', of }) as const;

/** The value that a cell of column `C` holds. */
export type Cell<C extends Column> = C extends { type: 'choice'; of: readonly (infer V)[] }
  ? V
  : C extends { type: 'text'; nullable: true }
    ? string | null
    : C extends { type: 'text' }
      ? string
      : C extends { type: 'number'; nullable: true }
        ? number | null
        : C extends { type: 'flag' }
          ? boolean
          : C extends { type: 'numbers' }
            ? readonly number[]
            : number;
