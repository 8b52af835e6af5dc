import type { SourceGroup } from '@memory-plus/core/model';

/** Texts of the settings. */
export const preferences = {
  record: 'What to record',
  recordWhy:
    'What is switched off does not run in the page at all. It takes effect at once, for every page that is open in this tab.',
  groups: {
    heap: ['Heap', 'size, floor after collections'],
    renders: [
      'Renders',
      'components of React, Preact, Vue, Angular, Lit; without them no unmounted component is followed',
    ],
    frames: ['Slow frames', 'long animation frames and their scripts'],
    interactions: ['Slow interactions', 'clicks, taps, keys'],
    nodes: ['Nodes', 'elements in the document'],
    retained: ['What should be gone', 'removed elements, unmounted components, watched objects, tools that hold them'],
    caches: ['Caches', 'registered caches, HTTP cache, storage, query libraries'],
    requests: ['Requests', 'requests of the page and what the server says of them'],
  } satisfies Record<SourceGroup, readonly [name: string, what: string]>,
  someOff: (names: string) => `Switched off: ${names}. Verdicts rest on the rest.`,
  units: 'Sizes in',
  unitNames: {
    binary: 'MB of 1,024 × 1,024 bytes (as memory tools say)',
    exact: 'MiB, the same under its exact name',
    decimal: 'MB of 1,000,000 bytes (as disks and networks say)',
  },
  unitsWhy: 'Exported files hold bytes, whatever is chosen here.',
  privacy: 'Privacy',
  strip: 'Leave the paths of addresses out of kept recordings and exported files',
  stripWhy:
    'Queries, fragments and passwords are never recorded. With this, paths go too: each becomes a number (“/path-3”), so that pages and routes can still be told apart. It works on all that is kept and exported from now on; recordings that were kept before are stripped when they are exported.',
  wasReset: 'All settings are at their defaults.',
  everywhere:
    'The settings go with your browser profile, where it is synchronised; every open window takes a change over.',
  onlyHere: (because: string) => `The settings are kept on this machine only: ${because}`,
} as const;
