import type { Emit, EpochMs, Row } from '@memory-plus/core/model';
import type { Natives } from '../platform/natives.ts';
import { cut } from '../platform/text.ts';

/** Objects followed at once; more are counted, not followed. */
export const maxFollowed = 5_000;
/** Labels told after one collection; the others stand together under `(other)`. */
export const maxLabels = 100;
/** Collections that an object must outlive: frameworks let go of the tree before only at their next change. */
export const patience = 2;

type What = Row<'retained'>['what'];

export interface Followed {
  readonly what: What;
  readonly label: string;
  /** One thing to die may be several objects; it is alive as long as one of them is. */
  readonly objects: readonly object[];
  readonly detail: string | null;
  /** Number of commits seen so far by the frameworks of the page. */
  readonly commit: number;
  /** True when the object is in use again and nothing to wait for. */
  readonly back?: (object: object) => boolean;
  /** True while those alive are held by a framework's own lists alone, as far as can be told: no reason to speak yet. */
  readonly heldByFramework?: (alive: readonly object[]) => boolean;
}

interface Entry extends Omit<Followed, 'objects'> {
  readonly refs: readonly WeakRef<object>[];
  age: number;
}

/** Follows objects that should die, without holding them. */
export class RetainedObjects {
  readonly #Weak: WeakRefConstructor | undefined;
  #entries: Entry[] = [];
  #told = new Map<string, { what: What; label: string }>();
  #missed = 0;

  constructor(natives: Pick<Natives, 'WeakRef'>) {
    this.#Weak = natives.WeakRef;
  }

  /** Objects that were not followed because too many already were. */
  get missed(): number {
    return this.#missed;
  }

  get size(): number {
    return this.#entries.length;
  }

  follow({ objects, ...rest }: Followed): void {
    const Weak = this.#Weak;
    if (!Weak) return;
    if (this.#entries.length >= maxFollowed) {
      this.#missed++;
      return;
    }
    this.#entries.push({ ...rest, age: 0, refs: objects.map((object) => new Weak(object)) });
  }

  /** Stops following what `object` stands for. */
  release(object: object): void {
    this.#entries = this.#entries.filter(({ refs }) => !refs.some((ref) => ref.deref() === object));
  }

  /** After a collection: forgets what died or came back, and lets the rest age. */
  collected(): void {
    this.#entries = this.#entries.filter((entry) => {
      const alive = aliveOf(entry);
      return alive.length > 0 && !alive.some((object) => entry.back?.(object));
    });
    for (const entry of this.#entries) entry.age++;
  }

  /** A row for each label with objects that outlived their time, and a last row of 0 for a label that has none any more. */
  report(at: EpochMs, commit: number, emit: Emit): void {
    const groups = new Map<string, { what: What; label: string; count: number; age: number; detail: string | null }>();
    for (const entry of this.#entries) {
      if (entry.age < patience || (commit > 0 && entry.commit >= commit)) continue;
      if (entry.heldByFramework?.(aliveOf(entry))) continue;
      let key = `${entry.what} ${entry.label}`;
      if (!groups.has(key) && groups.size >= maxLabels) key = `${entry.what} (other)`;
      const group = groups.get(key);
      if (group) {
        group.count++;
        group.age = Math.max(group.age, entry.age);
      } else {
        const label = key.slice(entry.what.length + 1);
        groups.set(key, { what: entry.what, label, count: 1, age: entry.age, detail: entry.detail });
      }
    }
    for (const { what, label, count, age, detail } of groups.values())
      emit('retained', { at, what, label: cut(label, '(unnamed)'), count, collections: age, detail });
    for (const [key, { what, label }] of this.#told)
      if (!groups.has(key)) emit('retained', { at, what, label, count: 0, collections: 0, detail: null });
    this.#told = new Map([...groups].map(([key, { what, label }]) => [key, { what, label }]));
  }
}

function aliveOf({ refs }: Entry): object[] {
  return refs.map((ref) => ref.deref()).filter((object) => object !== undefined);
}
