import type { Stop } from '@memory-plus/core/model';

const method = 'performUpdate';

/** The parts of Lit's ReactiveElement that are read. */
interface ReactiveElement {
  readonly isUpdatePending?: unknown;
  readonly hasUpdated?: unknown;
}

export interface UpdateTimer {
  begin(element: object): void;
  /** `mount`: it was the element's first update. */
  end(element: object, mount: boolean): void;
}

/** Times Lit's updates from now until the answer is called, which puts the method back unless another tool has put its own over it. */
export function timeUpdates(prototype: object, timer: UpdateTimer): Stop {
  const before = Object.getOwnPropertyDescriptor(prototype, method);
  const update: unknown = before?.value;
  if (!before?.configurable || typeof update !== 'function') return () => {};
  let active = true;
  const timed = function (this: object & ReactiveElement, ...args: unknown[]): unknown {
    // An update that nothing waits for returns at once.
    if (!active || this.isUpdatePending === false) return Reflect.apply(update, this, args);
    const mount = this.hasUpdated === false;
    timer.begin(this);
    try {
      return Reflect.apply(update, this, args);
    } finally {
      timer.end(this, mount);
    }
  };
  Object.defineProperty(prototype, method, { ...before, value: timed });
  return () => {
    active = false;
    if (Object.getOwnPropertyDescriptor(prototype, method)?.value === timed)
      Object.defineProperty(prototype, method, before);
  };
}
