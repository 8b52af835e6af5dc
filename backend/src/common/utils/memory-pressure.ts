import type { HealthStatus, Occupancy } from '@memory-plus/core/protocol/backend';
import type { Pressure } from './memory-safe-cache.ts';

/** Something bounded that tells how full it is and can give memory back. */
export interface Relievable {
  relieve(pressure: Pressure): void;
  statistics(): Occupancy;
}

/** The bounded services of an application: asked for memory when it is short, and for their occupancy, which explains a plateau. */
export class PressureRegistry {
  readonly #members = new Set<Relievable>();
  #status: HealthStatus = 'ok';

  /** Returns what takes it off again. */
  register(member: Relievable): () => void {
    this.#members.add(member);
    return () => this.#members.delete(member);
  }

  /** At most 100 services, as many as an answer of the API takes. */
  occupancy(): Occupancy[] {
    return [...this.#members].slice(0, 100).map((member) => member.statistics());
  }

  /** Relieves once when the status becomes worse, not at every reading while it stays bad. */
  update(status: HealthStatus): void {
    const worse = rank[status] > rank[this.#status];
    this.#status = status;
    if (!worse || status === 'ok') return;
    for (const member of this.#members) member.relieve(status);
  }
}

const rank: Readonly<Record<HealthStatus, number>> = { ok: 0, warning: 1, critical: 2 };
