import type { Evidence, Finding, LeakRule } from '../../../model/index.ts';
import { say } from '../../../words/pairs.ts';
import { say as sayOfTrend } from '../../../words/trend.ts';
import { sayBytes, sayDuration, sayPercent } from '../../words.ts';
import type { Attribution, RouteGrowth } from '../attribution.ts';
import type { PairFacts } from '../facts.ts';
import { saySides, wordByRequests } from '../sides.ts';

/** The server's heap rises by the calls of a route: so many bytes stay for each of them. */
export const growthByRequest: LeakRule<PairFacts> = {
  name: 'growth-by-request',
  title: 'Growth of the server that goes along with requests of the page',
  judge(facts): Finding | null {
    const { server, attribution } = facts;
    const proven = attribution.routes.filter((route) => route.proven);
    const word = wordByRequests(facts);
    if (word === null) return suspected(facts);
    return {
      rule: 'growth-by-request',
      word,
      evidence: evidenceOf(attribution, server.evidence),
      sentences: [
        say('byRoutes', { sides: saySides(facts), routes: proven.map(sayRoute).join(', ') }),
        saySeen(proven.map(sayCalls).join('; '), attribution),
        ...(word !== 'growing' ? [] : [sayOfTrend('window')]),
      ],
    };
  },
};

/** Growth of the server whose requests cannot be told apart: named, not accused. */
function suspected(facts: PairFacts): Finding | null {
  const { server, attribution } = facts;
  if (server.word !== 'suspect' && server.word !== 'leak') return null;
  const [first] = attribution.routes.filter(({ doubts }) =>
    doubts.every((doubt) => doubt === 'inseparable' || doubt === 'chance'),
  );
  if (!first?.doubts.includes('inseparable') || attribution.growth <= 0) return null;
  const along = attribution.routes.filter(({ doubts }) => doubts.includes('inseparable')).slice(0, 3);
  const routes = along.map(({ route }) => route).join(', ');
  return {
    rule: 'growth-by-request',
    word: 'suspect',
    evidence: evidenceOf(attribution, server.evidence),
    sentences: [
      say('along', { sides: saySides(facts), routes }),
      say(along.length > 1 ? 'evenlyWithOthers' : 'evenly', { route: first.route, bytes: sayBytes(first.atMost) }),
    ],
  };
}

function sayRoute({ route, perRequest }: RouteGrowth): string {
  return say('bytesPer', { bytes: sayBytes(perRequest?.value ?? 0), route });
}

function sayCalls({ route, requests, perRequest, share }: RouteGrowth): string {
  const counted = say.counted('calls', requests, { route });
  const calls = perRequest
    ? say('leave', { calls: counted, low: sayBytes(perRequest.low), high: sayBytes(perRequest.high) })
    : counted;
  return share === null ? calls : say('part', { calls, share: sayPercent(Math.min(1, share)) });
}

function saySeen(calls: string, { spans, window, numbered }: Attribution): string {
  const floors = spans + 1;
  const sentence = window
    ? say('measuredOver', { calls, floors, time: sayDuration(window.to - window.from) })
    : say('measured', { calls, floors });
  const others = numbered.handled - numbered.sent;
  return others > 0 ? say.counted('unseen', others, { sentence }) : sentence;
}

function evidenceOf({ spans, window }: Attribution, server: Evidence): Evidence {
  return {
    ...server,
    points: spans + 1,
    window: window ?? server.window,
    how: say('how'),
  };
}
