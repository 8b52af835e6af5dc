import { type Emit, type EpochMs, maxNameLength, type Row } from '@memory-plus/core/model';
import type { Natives } from '../platform/natives.ts';
import { cut } from '../platform/text.ts';

/** Objects followed at once; more are counted, not followed. */
export const maxFollowed = 5_000;
/** Labels told after one collection; the others stand together under `(other)`. */
export const maxLabels = 100;
/** Collections that an object must outlive: frameworks let go of the tree before only at their next change. */
export const patience = 2;
/** Characters for "12345 from elsewhere". */
const roomForRest = 24;

type What = Row<'retained'>['what'];

export interface Followed {
  readonly what: What;
  readonly label: string;
  /** One thing to die may be several objects; it is alive as long as one of them is. */
  readonly objects: readonly object[];
  /** Where it came from, as far as that is known. */
  readonly detail: string | null;
  /** What DevTools can show of it once it is out of the document: where an element was, the function of a component. */
  readonly trace?: object | null;
  /** Number of commits seen so far by the frameworks of the page. */
  readonly commit: number;
  /** True when the object is in use again and nothing to wait for. */
  readonly back?: (object: object) => boolean;
  /** True while those alive are held by a framework's own lists alone, as far as can be told: no reason to speak yet. */
  readonly heldByFramework?: (alive: readonly object[]) => boolean;
}

interface Entry extends Omit<Followed, 'objects' | 'trace'> {
  readonly refs: readonly WeakRef<object>[];
  readonly trace: WeakRef<object> | null;
  age: number;
}

/** One object of a label, and what DevTools can show in its stead. */
export interface RetainedObject {
  readonly object: object;
  readonly trace: object | null;
}

interface Group {
  readonly what: What;
  readonly label: string;
  count: number;
  age: number;
  /** How many came from where. */
  readonly places: Map<string, number>;
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

  follow({ objects, trace, ...rest }: Followed): void {
    const Weak = this.#Weak;
    if (!Weak) return;
    if (this.#entries.length >= maxFollowed) {
      this.#missed++;
      return;
    }
    const refs = objects.map((object) => new Weak(object));
    this.#entries.push({ ...rest, age: 0, refs, trace: trace ? new Weak(trace) : null });
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
    const groups = new Map<string, Group>();
    for (const entry of this.#entries) {
      if (entry.age < patience || (commit > 0 && entry.commit >= commit)) continue;
      if (entry.heldByFramework?.(aliveOf(entry))) continue;
      let key = `${entry.what} ${entry.label}`;
      if (!groups.has(key) && groups.size >= maxLabels) key = `${entry.what} (other)`;
      const label = key.slice(entry.what.length + 1);
      const group = groups.get(key) ?? { what: entry.what, label, count: 0, age: 0, places: new Map() };
      groups.set(key, group);
      group.count++;
      group.age = Math.max(group.age, entry.age);
      if (entry.detail) group.places.set(entry.detail, (group.places.get(entry.detail) ?? 0) + 1);
    }
    for (const { what, label, count, age, places } of groups.values())
      emit('retained', { at, what, label: shown(label), count, collections: age, detail: sayPlaces(places, count) });
    for (const [key, { what, label }] of this.#told)
      if (!groups.has(key)) emit('retained', { at, what, label, count: 0, collections: 0, detail: null });
    this.#told = new Map([...groups].map(([key, { what, label }]) => [key, { what, label }]));
  }

  /** The oldest object of a label that `report` told of; null where none is alive. */
  find(what: What, label: string): RetainedObject | null {
    for (const entry of this.#entries) {
      if (entry.what !== what || shown(entry.label) !== label || entry.age < patience) continue;
      const [object] = aliveOf(entry);
      if (object) return { object, trace: entry.trace?.deref() ?? null };
    }
    return null;
  }
}

function shown(label: string): string {
  return cut(label, '(unnamed)');
}

/** "removed from ul (12), removed from div (3), 4 from elsewhere": the most frequent first; null where none is known. */
function sayPlaces(places: ReadonlyMap<string, number>, all: number): string | null {
  const often = [...places].sort((a, b) => b[1] - a[1]);
  const first = often[0];
  if (!first) return null;
  if (first[1] === all) return first[0];
  let said = '';
  let told = 0;
  for (const [place, count] of often) {
    const next = `${said && `${said}, `}${place} (${count})`;
    if (next.length > maxNameLength - roomForRest) break;
    said = next;
    told += count;
  }
  return told === all ? said : cut(`${said && `${said}, `}${all - told} from elsewhere`);
}

function aliveOf({ refs }: Entry): object[] {
  return refs.map((ref) => ref.deref()).filter((object) => object !== undefined);
}
