/** A number of bytes. */
export type Bytes = number;
/** A duration in milliseconds. */
export type Milliseconds = number;
/** A moment: milliseconds since 1970-01-01T00:00Z, with fractions. In a page: `performance.timeOrigin + performance.now()`. */
export type EpochMs = number;

/**
 * How a number came about, shown beside it.
 *
 * - `measured`: read from a clock or a counter of the browser, the runtime or the framework itself.
 * - `timed`: a production render timed by Memory+ around the component, not reported by the framework.
 * - `counted`: how often is known, how long is not.
 * - `estimated`: computed from other numbers.
 */
export type How = 'measured' | 'timed' | 'counted' | 'estimated';

export const hows: readonly How[] = ['measured', 'timed', 'counted', 'estimated'];

/** Whether something can be measured here, and if not, why not, in words for a person. */
export type Capability =
  | { readonly available: true; readonly detail?: string }
  | { readonly available: false; readonly because: string };
