import type { Assessment } from '../assess.ts';
import type { Budgets } from '../budgets.ts';

/** For machines. Numbers without limit are null, as JSON has none. */
export function jsonReport(assessments: readonly Assessment[], budgets: Budgets, ok: boolean): string {
  return `${JSON.stringify({ ok, budgets, results: assessments }, null, 2)}\n`;
}
