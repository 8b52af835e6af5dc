import type { Value } from './language.ts';
import { namesOf, phrases } from './phrases.ts';

/**
 * What a page tells of what can be measured in it. It travels as it is, in English, since the page may run another version of the library:
 * `sayOfPage` says it in another language where it is known.
 */
export const say = phrases('page', {
  noHeap: 'this browser does not tell pages the size of their heap',
  bucketed: 'bucketed: rounded to 3 digits and refreshed every 20 minutes, too coarse to judge a leak',
  precise: 'precise: refreshed about every 50 ms',
  interactions: 'clicks, taps and keys until the next paint, in steps of 8 ms',
  noInteractions: 'this browser has no Event Timing API',
  frames: 'frames of 50 ms and more, with their scripts',
  noFrames: 'this browser has no Long Animation Frames API',
  collections: 'seen through a finalization registry',
  noCollections: 'this browser has no FinalizationRegistry',
  storage: "the browser's estimate of what the origin stores; padded on purpose",
  noStorage: 'this browser, or a page that is not served securely, has no storage estimate',
  dom: 'elements counted; listeners only by DevTools',
  registered: 'registered by the page with memoryMonitor',
  noneRegistered: 'none until the page registers one with memoryMonitor',
  retained: 'removed elements and components alive after two collections',
  noRetained: 'this browser has no WeakRef or FinalizationRegistry',
  tooManyRemoved: '{count} removed elements and components were too many to follow',
  requests: 'fetch, XMLHttpRequest, beacons and the load of the page, with what the server tells in Server-Timing',
  requestsLeftOut: '{count} left out, as more than {most} came in a second; {rest}',
  noResources: 'this browser has no Resource Timing API',
  httpCache: 'resources from the cache and from the network, since the start',
  noneFound: 'none found yet; looked {places}',
  swr: 'keys of the provider; SWR does not tell hits and misses',
  swrPlaces: 'for an SWRConfig with a provider in React contexts; the default cache cannot be reached',
  apollo: 'normalized objects; Apollo does not tell hits and misses',
  apolloPlaces: 'at window.__APOLLO_CLIENT__ and in React contexts',
  tanstack: 'queries, and whether a component that began to use one found its data there',
  tanstackPlaces: 'at window.__TANSTACK_QUERY_CLIENT__ and in React contexts',
  fullDetail: 'at full detail',
  throttled: 'slowed down: readings {times} times rarer, no render reasons, because it took {duration} ms of a second',
  failures: '{count} failures inside the monitor, the last: {last}',
  tracksMuted: "React's component tracks are muted while recording",
  tracks:
    'React draws each component into the Performance panel while any tool listens: this makes the page several times slower',
  reactMeasured: '{version}, {build} build: durations measured',
  reactTimed: '{version}, {build} build: function components timed, the others counted',
  reactCounted: '{version}, {build} build: renders counted, durations not available',
  unknownVersion: 'unknown version',
  development: 'development',
  profiling: 'profiling',
  production: 'production',
  timed: '{version}: renders timed',
  silent: '{version}: this build does not tell its renders; frames, interactions and memory do',
  vue: '{version}: durations measured in development builds, renders counted in production builds',
  vueSilent: '{version}: a production build without devtools does not tell its renders',
  angular: 'development build: templates timed',
  lit: '{version}: updates timed, with the callbacks before',
  customElements: 'timed: connectedCallback and attributeChangedCallback',
  frameworks: 'of the frameworks that are found',
  lookedForTools: 'looked for by what they leave in the page',
  foundTool: 'found in the page: {what}',
  switchedOff: 'switched off in the settings',
  unmounted: 'unmounted',
  unmountedOn: 'unmounted on {route}',
  removedFromOn: 'removed from {place} on {route}',
  removedFrom: 'removed from {place}',
  unknownPlace: 'an unknown place',
});

type Key = keyof typeof say.english;

let matchers: readonly { readonly key: Key; readonly names: readonly string[]; readonly pattern: RegExp }[] | null =
  null;

/** The same in the language that is spoken; what no version of this page library said stays as it is. */
export function sayOfPage(told: string): string {
  matchers ??= (Object.entries(say.english) as [Key, string][]).map(([key, phrase]) => ({
    key,
    names: namesOf(phrase),
    pattern: new RegExp(
      `^${phrase
        .split(/\{\w+\}/)
        .map(escaped)
        .join('([^]*)')}$`,
    ),
  }));
  for (const { key, names, pattern } of matchers) {
    const found = pattern.exec(told);
    if (!found) continue;
    // A value may be a phrase itself: where a cache was looked for.
    const values = names.map((name, index): [string, Value] => [name, sayOfPage(found[index + 1] ?? '')]);
    return (say as (key: string, values: Readonly<Record<string, Value>>) => string)(key, Object.fromEntries(values));
  }
  return told;
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
