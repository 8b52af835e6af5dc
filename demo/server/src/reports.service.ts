import { Injectable } from '@nestjs/common';

interface Row {
  readonly id: number;
  readonly customer: string;
  readonly amount: number;
}

/** A report of 2,000 rows takes about 0.3 MB of heap. */
const rowsPerReport = 2_000;
/** The leak ends here, so that the demonstration cannot fill the machine. */
const maxRetained = 1_000;

/** Makes reports. While the leak is on it remembers each of them and nobody ever asks again: the leak to be found. */
@Injectable()
export class ReportsService {
  readonly #retained: Row[][] = [];
  #made = 0;
  leaking = false;

  get retained(): number {
    return this.#retained.length;
  }

  get full(): boolean {
    return this.#retained.length >= maxRetained;
  }

  make(): { id: number; rows: number; total: number } {
    const id = ++this.#made;
    const rows = Array.from({ length: rowsPerReport }, (_, index) => ({
      id: index,
      customer: `customer ${id}-${index}`,
      amount: (index * 7919 + id) % 1000,
    }));
    if (this.leaking && !this.full) this.#retained.push(rows);
    return { id, rows: rows.length, total: rows.reduce((sum, { amount }) => sum + amount, 0) };
  }

  /** Switches the leak; off also lets go of what was kept. */
  setLeak(on: boolean): void {
    this.leaking = on;
    if (!on) this.#retained.length = 0;
  }
}
