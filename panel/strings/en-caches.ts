/** Texts of the caches view. */
export const cacheTexts = {
  past: 'Over time',
  pastLabel: (name: string, size: string, rate: string) => `${name} over time: size now ${size}, last hit rate ${rate}`,
  legendSize: 'size',
  legendRate: 'hit rate (0 to 100 %)',
  plot: 'Hit rate against size',
  plotLabel: (caches: string) => `Hit rate against entries: ${caches}`,
  plotPoint: (name: string, rate: string, entries: string) => `${name}: ${rate} at ${entries} entries`,
  plotAxis: 'Entries (logarithmic) →',
  flags: { poor: 'Poor', growing: 'Grows, low hit rate' },
  flagWhy: {
    poor: 'It answers less than 20 % of what it is asked.',
    growing:
      'It became larger in each quarter of its time and answers less than half of what it is asked. It needs a limit.',
  },
  flagged: 'Flag',
  onPurpose: 'Not kept on purpose',
  causes: {
    bypassed: (some: string, all: string) =>
      `${some} of ${all} requests asked not to be answered from the cache: “Disable cache” is on in DevTools, or the page was reloaded past it. That says nothing about the page.`,
    forbidden: (some: string, all: string) =>
      `${some} of ${all} responses forbid the browser to keep them, or to use them again unasked (no-store, no-cache, max-age=0), as development servers do. Look at it again in production.`,
  },
  unheard: 'Why the HTTP cache answers so little is not known: reload the page while this tab is open.',
  storage: 'On disk',
  storageNow: (size: string) => `This origin stores ${size} (IndexedDB, Cache API, files).`,
  storageHow: 'estimated by the browser, padded on purpose',
  absent: 'What cannot be told here',
  absentItem: (name: string, because: string) => `${name}: ${because}.`,
} as const;
