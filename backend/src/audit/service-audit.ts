import type { EpochMs, Milliseconds } from '@memory-plus/core/model';
import type { Audit, AuditedField } from '@memory-plus/core/protocol/backend';
import { FieldSeries } from './field-series.ts';
import { fieldSizes } from './field-sizes.ts';

/** A service of the application by name. Only a weak reference is kept. */
export interface Service {
  readonly name: string;
  readonly instance: object;
}

const mostFields = 5_000;
const mostUnseen = 200;
const mostListed = 500;
const order: readonly AuditedField['verdict'][] = ['growing', 'bounded', 'steady', 'insufficient-data'];

/** Follows how much the fields of an application's services hold, and names those that grow without bound. */
export class ServiceAudit {
  readonly #services: readonly { readonly name: string; readonly reference: WeakRef<object> }[];
  readonly #series = new Map<string, FieldSeries>();
  readonly #unseen: { name: string; reason: string }[] = [];
  #first: EpochMs | null = null;
  #last: EpochMs = 0;
  #samples = 0;

  constructor(services: readonly Service[]) {
    this.#services = services.map(({ name, instance }) => ({ name, reference: new WeakRef(instance) }));
    for (const { name, instance } of services) {
      if (hasPrivateFields(instance))
        this.#notSeen(name, 'It has #private fields, which nothing outside the class can read.');
    }
  }

  sample(at: EpochMs): void {
    this.#first ??= at;
    this.#last = at;
    this.#samples++;
    for (const { name, reference } of this.#services) {
      const instance = reference.deref();
      if (!instance) continue;
      for (const size of fieldSizes(instance)) this.#follow(`${name}.${size.field}`)?.add(at, size);
    }
  }

  #follow(key: string): FieldSeries | undefined {
    const known = this.#series.get(key);
    if (known) return known;
    if (this.#series.size >= mostFields) {
      this.#notSeen(key, `More than ${mostFields} fields are followed already.`);
      return undefined;
    }
    const series = new FieldSeries();
    this.#series.set(key, series);
    return series;
  }

  #notSeen(name: string, reason: string): void {
    if (this.#unseen.length < mostUnseen) this.#unseen.push({ name: name.slice(0, 200), reason });
  }

  report(): Pick<Audit, 'window' | 'samples' | 'services' | 'fields' | 'unseen'> {
    const window: Milliseconds = this.#first === null ? 0 : this.#last - this.#first;
    const fields = [...this.#series]
      .map(([name, series]) => series.judge(name.slice(0, 200)))
      .sort((a, b) => order.indexOf(a.verdict) - order.indexOf(b.verdict) || b.perMinute - a.perMinute)
      .slice(0, mostListed);
    return { window, samples: this.#samples, services: this.#services.length, fields, unseen: this.#unseen };
  }
}

function hasPrivateFields(instance: object): boolean {
  const type = instance.constructor;
  return typeof type === 'function' && /^\s*(static\s+)?#\w+/m.test(Function.prototype.toString.call(type));
}
