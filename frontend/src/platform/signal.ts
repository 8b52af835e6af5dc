import type { Stop } from '@memory-plus/core/model';

/** Listeners in the order they came. A listener may leave while it is called. */
export class Signal<T> {
  #listeners: ((value: T) => void)[] = [];

  on(listener: (value: T) => void): Stop {
    this.#listeners = [...this.#listeners, listener];
    return () => {
      this.#listeners = this.#listeners.filter((other) => other !== listener);
    };
  }

  fire(value: T): void {
    for (const listener of this.#listeners) listener(value);
  }

  get used(): boolean {
    return this.#listeners.length > 0;
  }
}
