import type { Milliseconds } from '@memory-plus/core/model';
import type { Natives } from '../../platform/natives.ts';

/** Timings kept between two commits; with more of them none is attributed. */
export const maxTimings = 50_000;
/** React's production builds have three dispatchers besides the idle one. */
const maxDispatchers = 8;

/** Times of function components in the order in which they were called. */
export interface Timings {
  readonly durations: readonly Milliseconds[];
  /**
   * Whether they belong to components of which `mounts` says, in order, which ones are called with the dispatcher for a first
   * render: the same number, and each dispatcher always on the same side.
   */
  match(mounts: readonly boolean[]): boolean;
}

/**
 * React tells each function component's beginning and end by what it puts into its dispatcher reference: the hooks that work while
 * one runs, and those that only throw in between. The property is made an accessor while measuring and a plain one again after.
 */
export class DispatcherTimer {
  readonly #now: () => Milliseconds;
  readonly #ref: WeakRef<object>;
  readonly #key: string;
  #current: unknown;
  #active = true;
  #idle: unknown = null;
  #dispatchers: unknown[] = [];
  #running = -1;
  #begin: Milliseconds = 0;
  #durations: Milliseconds[] = [];
  #kinds: number[] = [];
  #overflow = false;
  /** By dispatcher: whether it is the one for first renders. */
  #sides: boolean[] = [];
  #get: (() => unknown) | undefined;

  /** Null where the reference is none of those that React 16.8 to 19 have, or cannot be changed. */
  static attach(ref: object, natives: Natives): DispatcherTimer | null {
    const key = 'H' in ref ? 'H' : 'current' in ref ? 'current' : null;
    if (key === null || !natives.WeakRef) return null;
    const before = Object.getOwnPropertyDescriptor(ref, key);
    if (!before?.configurable) return null;
    return new DispatcherTimer(ref, new natives.WeakRef(ref), key, before, natives.now);
  }

  private constructor(
    ref: object,
    weak: WeakRef<object>,
    key: string,
    before: PropertyDescriptor,
    now: () => Milliseconds,
  ) {
    this.#ref = weak;
    this.#key = key;
    this.#now = now;
    this.#current = before.get ? Reflect.apply(before.get, ref, []) : before.value;
    const chained = before.set;
    const set = (next: unknown) => {
      this.#current = next;
      if (chained) Reflect.apply(chained, ref, [next]);
      if (this.#active) this.#changed(next);
    };
    this.#get = () => this.#current;
    Object.defineProperty(ref, key, { configurable: true, enumerable: true, get: this.#get, set });
  }

  take(): Timings {
    const durations = this.#durations;
    const kinds = this.#kinds;
    const overflow = this.#overflow;
    this.#durations = [];
    this.#kinds = [];
    this.#overflow = false;
    return {
      durations,
      match: (mounts) => !overflow && this.#running < 0 && mounts.length === kinds.length && this.#agree(kinds, mounts),
    };
  }

  /** Makes the property plain again, unless another tool has put its own accessor over ours; ours then only passes on. */
  detach(): void {
    this.#active = false;
    this.#durations = [];
    this.#dispatchers = [];
    const ref = this.#ref.deref();
    if (!ref || Object.getOwnPropertyDescriptor(ref, this.#key)?.get !== this.#get) return;
    Object.defineProperty(ref, this.#key, {
      configurable: true,
      enumerable: true,
      writable: true,
      value: this.#current,
    });
  }

  #changed(next: unknown): void {
    const kind = next === this.#idle || next === null || next === undefined ? -1 : this.#kindOf(next);
    if (kind < 0) this.#end();
    else if (this.#running < 0) {
      this.#running = kind;
      this.#begin = this.#now();
    }
  }

  #end(): void {
    if (this.#running < 0) return;
    const duration = this.#now() - this.#begin;
    if (this.#durations.length < maxTimings) {
      this.#durations.push(Math.max(0, duration));
      this.#kinds.push(this.#running);
    } else this.#overflow = true;
    this.#running = -1;
  }

  /** The dispatcher's number, or -1 for the idle one, whose hooks are all one and the same function that throws. */
  #kindOf(dispatcher: unknown): number {
    const known = this.#dispatchers.indexOf(dispatcher);
    if (known >= 0) return known;
    const { useState, useEffect, useMemo } = dispatcher as Record<string, unknown>;
    if (useState === useEffect && useEffect === useMemo) {
      this.#idle = dispatcher;
      return -1;
    }
    if (this.#dispatchers.length < maxDispatchers) return this.#dispatchers.push(dispatcher) - 1;
    return maxDispatchers;
  }

  #agree(kinds: readonly number[], mounts: readonly boolean[]): boolean {
    const sides = [...this.#sides];
    for (let i = 0; i < kinds.length; i++) {
      const kind = kinds[i] ?? 0;
      const mount = mounts[i] ?? false;
      sides[kind] ??= mount;
      if (sides[kind] !== mount) return false;
    }
    this.#sides = sides;
    return true;
  }
}
