import type { Evidence, Finding, LeakRule } from '../../../model/index.ts';
import { sayBytes, sayDuration } from '../../words.ts';
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
        `${saySides(facts)}: ${proven.map(sayRoute).join(', ')}.`,
        `${proven.map((route) => sayCalls(route)).join('; ')}. ${saySeen(attribution)}`,
        ...(word !== 'growing'
          ? []
          : ['It has not been watched for long enough: start-up and filling caches look the same at first.']),
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
  const names = along.map(({ route }) => route).join(', ');
  return {
    rule: 'growth-by-request',
    word: 'suspect',
    evidence: evidenceOf(attribution, server.evidence),
    sentences: [
      `${saySides(facts)}. ${names} went along with it all the time.`,
      `If all of it came of ${first.route}, it would be ${sayBytes(first.atMost)} each time. It was called too evenly to be told from the clock${along.length > 1 ? ' and from the others' : ''}: pause it for some collections, or call it more often.`,
    ],
  };
}

function sayRoute({ route, perRequest }: RouteGrowth): string {
  return `${sayBytes(perRequest?.value ?? 0)} per ${route}`;
}

function sayCalls({ route, requests, perRequest, share }: RouteGrowth): string {
  const between = perRequest ? ` leave ${sayBytes(perRequest.low)} to ${sayBytes(perRequest.high)} each` : '';
  const part = share === null ? '' : `, ${Math.min(100, Math.round(share * 100))} % of the growth`;
  return `${requests} requests of ${route}${between}${part}`;
}

function saySeen({ spans, window, numbered }: Attribution): string {
  const over = window ? ` over ${sayDuration(window.to - window.from)}` : '';
  const others = numbered.handled - numbered.sent;
  const reached = others === 1 ? 'One other request' : `${others} other requests`;
  const unseen =
    others > 0 ? ` ${reached} reached the server meanwhile and ${others === 1 ? 'is' : 'are'} not recorded here.` : '';
  return `Measured by ${spans + 1} floors${over}.${unseen}`;
}

function evidenceOf({ spans, window }: Attribution, server: Evidence): Evidence {
  return {
    ...server,
    points: spans + 1,
    window: window ?? server.window,
    how: 'rises between the heap after major collections, against the requests that ended between them (robust regression, 95 % interval)',
  };
}
