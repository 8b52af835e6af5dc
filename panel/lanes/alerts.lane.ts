import type { EpochMs, Row } from '@memory-plus/core/model';
import type { ColorName, Trace } from '../charts/trace.ts';
import { groupServers } from '../store/documents.ts';
import type { SourceState } from '../store/source-state.ts';
import { en } from '../strings/en.ts';
import type { Lane, LaneContext } from './lane.ts';

const text = en.timeline;

type Level = Row<'alerts'>['level'];
/** The worst first. The worse the higher: told apart by place where colours are not. */
const levels: readonly { readonly level: Level; readonly color: ColorName; readonly height: number }[] = [
  { level: 'critical', color: 'slow', height: 0.75 },
  { level: 'warning', color: 'warning', height: 0.5 },
  { level: 'info', color: 'muted', height: 0.25 },
];

interface Alert extends Row<'alerts'> {
  /** When it was over, or is known to last to. */
  readonly until: EpochMs;
  readonly active: boolean;
}

/** Alerts of the page and of the servers, from when each was raised until it was resolved. */
export const alertsLane: Lane = {
  id: 'alerts',
  title: text.alerts,
  size: 'tiny',
  testId: 'alerts-lane',
  label: null,
  present: ({ pages, servers }) => [...pages, ...servers].some(({ alerts }) => alerts.length > 0),
  values(context) {
    const alerts = alertsOf(context);
    const active = alerts.filter((alert) => alert.active);
    const worst = levels.find(({ level }) => active.some((alert) => alert.level === level));
    return [
      active.length > 0 && worst
        ? { id: 'active', text: text.activeAlerts(active.length), color: worst.color }
        : { id: 'raised', text: text.raisedAlerts(alerts.length) },
    ];
  },
  traces(context) {
    const alerts = alertsOf(context).filter(({ at, until }) => at <= context.to && until >= context.from);
    return levels.flatMap(({ level, color, height }): Trace[] => {
      const own = alerts.filter((alert) => alert.level === level);
      const x = (at: EpochMs) => at - context.origin;
      return [
        {
          kind: 'bars',
          color,
          points: own.flatMap(({ at, until }) => [
            { x: x(at), y: height },
            { x: x(until), y: height },
            { x: x(until), y: Number.NaN },
          ]),
        },
        { kind: 'dots', color, points: own.map(({ at }) => ({ x: x(at), y: height })) },
      ];
    });
  },
  axis: () => ({ min: 0, max: 1, ticks: [] }),
  at(context, moment) {
    const under = alertsOf(context).filter(({ at, until }) => at <= moment && moment <= until);
    return under.length === 0 ? null : under.map(sayAlert).join(' · ');
  },
};

function alertsOf({ pages, servers }: LaneContext): Alert[] {
  return [pages, ...groupServers(servers).map(({ lives }) => lives)].flatMap((lives) =>
    lives.flatMap((source) => lastingAlerts(source, source === lives.at(-1))),
  );
}

/** A rule has one alert at a time; one that was not resolved lasts as long as its source is known, and is active while that `lives`. */
function lastingAlerts({ alerts, lastAt }: SourceState, lives: boolean): Alert[] {
  const found: Alert[] = [];
  const open = new Map<string, Row<'alerts'>>();
  for (const alert of [...alerts].sort((a, b) => a.at - b.at)) {
    const raised = open.get(alert.rule);
    if (alert.state === 'raised') open.set(alert.rule, raised ?? alert);
    else if (raised) {
      found.push({ ...raised, until: alert.at, active: false });
      open.delete(alert.rule);
    }
  }
  for (const alert of open.values()) found.push({ ...alert, until: lastAt, active: lives });
  return found;
}

function sayAlert({ rule, detail }: Pick<Row<'alerts'>, 'rule' | 'detail'>): string {
  const name = en.backend.alertRules[rule] ?? rule;
  return detail ? `${name}: ${detail}` : name;
}
