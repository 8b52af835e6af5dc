/** A small program that the detector watches. What it does in a round stands for twenty seconds of a service under load. */
export interface Program {
  readonly title: string;
  /** Its file in this folder. */
  readonly file: string;
  /** Functions of its file of which the detector must name one; null for a program that is clean. */
  readonly culprits: readonly string[] | null;
  start(): Running;
}

export interface Running {
  /** `index` counts from 0. */
  round(index: number): unknown;
  /** Gives everything back, for the program that comes next in the same process. */
  stop(): void;
}

export interface Order {
  readonly id: number;
  readonly customer: string;
  readonly lines: readonly { readonly sku: string; readonly count: number }[];
}

/** About 250 bytes of what requests are made of. A profile may name it or its caller. */
export function order(id: number): Order {
  return { id, customer: `customer ${id}`, lines: [{ sku: `sku ${id}`, count: id % 7 }] };
}
