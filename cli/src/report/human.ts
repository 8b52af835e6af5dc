import { sayDuration } from '@memory-plus/core/analysis';
import type { Assessment } from '../assess.ts';
import { plain } from './plain.ts';

/** What a person reads in a terminal. */
export function humanReport(assessments: readonly Assessment[]): string {
  return assessments.map(describe).join('\n');
}

function describe({ file, source, checks }: Assessment): string {
  const span = source.from !== null && source.to !== null ? `, ${sayDuration(source.to - source.from)}` : '';
  const lines = checks.map((check) => `  ${check.holds ? 'ok  ' : 'FAIL'}  ${check.message}`);
  const slow = source.slowComponents
    .slice(1)
    .map((c) => `        ${c.component}: ${c.slow} slow${c.worst === null ? '' : `, worst ${c.worst.toFixed(1)} ms`}`);
  const raised = source.alerts.filter((alert) => alert.state === 'raised');
  const alerts = raised.map((alert) => `  alert ${alert.level}: ${alert.rule}: ${alert.detail}`);
  return plain([`${source.name} (${source.kind}${span}) in ${file}`, ...lines, ...slow, ...alerts, ''].join('\n'));
}
