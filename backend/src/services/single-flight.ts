interface Flight<V> {
  readonly result: Promise<V>;
  stale: boolean;
}

/** More keys than this at once are loaded without sharing, so that the table of loads is bounded too. */
const mostFlights = 1_000;

/**
 * One load per key at a time: whoever asks meanwhile gets the result of the first. A load that was invalidated while it was under way
 * is answered to those who wait for it, and not kept.
 */
export class SingleFlight<V> {
  readonly #flights = new Map<string, Flight<V>>();

  get size(): number {
    return this.#flights.size;
  }

  /** @param keep takes the result when it is still valid */
  run(key: string, load: () => Promise<V>, keep: (value: V) => void): Promise<V> {
    const under = this.#flights.get(key);
    if (under) return under.result;
    const flight: Flight<V> = { stale: false, result: this.#fly(key, load, keep, () => flight) };
    if (this.#flights.size < mostFlights) this.#flights.set(key, flight);
    else flight.stale = true;
    return flight.result;
  }

  async #fly(key: string, load: () => Promise<V>, keep: (value: V) => void, self: () => Flight<V>): Promise<V> {
    try {
      // The flight is on the list before its load begins.
      await null;
      const value = await load();
      if (!self().stale) keep(value);
      return value;
    } finally {
      if (this.#flights.get(key) === self()) this.#flights.delete(key);
    }
  }

  invalidate(key: string): void {
    const flight = this.#flights.get(key);
    if (flight) flight.stale = true;
    this.#flights.delete(key);
  }

  /** Of the keys that `concerns` is true for; all without it. */
  invalidateAll(concerns: (key: string) => boolean = () => true): void {
    for (const key of [...this.#flights.keys()]) if (concerns(key)) this.invalidate(key);
  }
}
