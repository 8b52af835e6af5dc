/** A page that leaks a little at each step, or, as its clean twin, does the same without leaking. */
export interface LeakPage {
  /** Does something and undoes it. `round` counts from 0. */
  step(round: number, clean: boolean): void;
}

export function publishPage(page: LeakPage): void {
  window.leakPage = page;
}

declare global {
  interface Window {
    leakPage: LeakPage;
  }
}
