import type { Milliseconds } from '@memory-plus/core/model';
import type { Natives } from '../../platform/natives.ts';

/** Timings kept between two commits; with more of them none is attributed. */
export const maxTimings = 50_000;
/** React's production builds have three dispatchers besides the idle one. */
const maxDispatchers = 8;
const nobody = -1;
const foreign = -2;

/** Times of function components in the order in which they were called. */
export interface Timings {
  readonly durations: readonly Milliseconds[];
  /** For each, which dispatcher it was called with. */
  readonly kinds: readonly number[];
  /** Where React began to render, began anew, or went on after it had made way: indexes into the others, ascending, from 0 on. */
  readonly passes: readonly number[];
  /** Some are missing: too many, or one still runs. */
  readonly incomplete: boolean;
}

export interface DispatcherTimer {
  /** What was timed since the last call. */
  take(): Timings;
  /** Makes the property plain again, unless another tool has put its own accessor over ours; ours then only passes on. */
  detach(): void;
}

/**
 * React tells each function component's beginning and end by what it puts into its dispatcher reference: the hooks that work while
 * one runs, and those that only throw in between. The property is made an accessor while measuring and a plain one again after.
 * Null where the reference is none of those that React 16.8 to 19 have, or cannot be changed.
 *
 * This runs twice for every component that renders: plain variables in a closure, and one clock call each time.
 */
export function timeDispatcher(ref: object, { clock, WeakRef: Weak }: Natives): DispatcherTimer | null {
  const key = 'H' in ref ? 'H' : 'current' in ref ? 'current' : null;
  const before = key === null ? undefined : Object.getOwnPropertyDescriptor(ref, key);
  if (key === null || !Weak || !before?.configurable) return null;
  const weak = new Weak(ref);
  const chained = before.set;
  const dispatchers: unknown[] = [];
  let current: unknown = before.get ? Reflect.apply(before.get, ref, []) : before.value;
  let idle: unknown = null;
  let other: unknown = null;
  let active = true;
  let running = nobody;
  let begin: Milliseconds = 0;
  let durations: Milliseconds[] = [];
  let kinds: number[] = [];
  let passes: number[] = [0];
  let incomplete = false;

  const kindOf = (dispatcher: unknown): number => {
    if (dispatcher === idle || dispatcher === null || dispatcher === undefined) return nobody;
    const known = dispatchers.indexOf(dispatcher);
    if (known >= 0) return known;
    if (dispatcher === other) return foreign;
    switch (sortOf(dispatcher)) {
      case 'idle':
        idle = dispatcher;
        return nobody;
      case 'server':
        other = dispatcher;
        return foreign;
      default:
        return dispatchers.length < maxDispatchers ? dispatchers.push(dispatcher) - 1 : maxDispatchers;
    }
  };
  const get = () => current;
  const set = (next: unknown) => {
    current = next;
    if (chained) Reflect.apply(chained, ref, [next]);
    if (!active) return;
    const kind = next === idle ? nobody : kindOf(next);
    if (kind === foreign) return;
    if (kind !== nobody) {
      if (running !== nobody) return;
      running = kind;
      begin = clock();
    } else if (running !== nobody) {
      if (durations.length < maxTimings) {
        durations.push(clock() - begin);
        kinds.push(running);
      } else incomplete = true;
      running = nobody;
    } else if (passes[passes.length - 1] !== durations.length) passes.push(durations.length);
  };
  Object.defineProperty(ref, key, { configurable: true, enumerable: true, get, set });
  makeFast(ref);

  return {
    take() {
      const timings = { durations, kinds, passes, incomplete: incomplete || running !== nobody };
      durations = [];
      kinds = [];
      passes = [0];
      incomplete = false;
      return timings;
    },
    detach() {
      active = false;
      durations = [];
      kinds = [];
      dispatchers.length = 0;
      idle = other = null;
      const target = weak.deref();
      if (!target || Object.getOwnPropertyDescriptor(target, key)?.get !== get) return;
      Object.defineProperty(target, key, { configurable: true, enumerable: true, writable: true, value: current });
      makeFast(target);
    },
  };
}

/**
 * V8 turns an object into a slow dictionary when a plain property becomes an accessor, and React reads and writes this one several
 * times for each component. An object that is a prototype is laid out anew, in the fast form, when something is stored below it.
 */
function makeFast(object: object): void {
  Object.create(object).stored = true;
}

/**
 * The idle dispatcher's hooks are all one and the same function, which throws; those of the server renderer, with which a page may make
 * text of components, do nothing where they would have an effect.
 */
function sortOf(dispatcher: unknown): 'idle' | 'server' | 'renders' {
  const { useState, useEffect, useImperativeHandle } = dispatcher as Record<string, unknown>;
  if (useEffect !== useImperativeHandle) return 'renders';
  return useState === useEffect ? 'idle' : 'server';
}

/**
 * Knows, over all commits of one React, which of its dispatchers is for first renders, and so notices timings that do not belong to
 * the components that they would be given to.
 */
export class DispatcherSides {
  #mounts: (boolean | undefined)[] = [];

  /**
   * From which timing on they are those of components of which `mounts` says, in order, which render with the dispatcher for first renders:
   * all timings, or those since React began to render anew. Null where they are not.
   */
  match({ kinds, passes, incomplete }: Timings, mounts: readonly boolean[]): number | null {
    const first = kinds.length - mounts.length;
    if (incomplete || (mounts.length > 0 && !passes.includes(first))) return null;
    const sides = [...this.#mounts];
    for (let i = 0; i < mounts.length; i++) {
      const kind = kinds[first + i] ?? 0;
      sides[kind] ??= mounts[i];
      if (sides[kind] !== mounts[i]) return null;
    }
    this.#mounts = sides;
    return first;
  }
}
