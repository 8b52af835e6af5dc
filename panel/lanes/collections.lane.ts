import { stems } from '../charts/trace.ts';
import { en } from '../strings/en.ts';
import { formatCount } from '../strings/format.ts';
import { type Lane, within } from './lane.ts';

const text = en.lanes;

/** Major garbage collections of the page. */
export const collectionsLane: Lane = {
  id: 'collections',
  title: text.collections,
  size: 'tiny',
  label: null,
  values: ({ pages }) => [
    { id: 'seen', text: formatCount(pages.reduce((sum, page) => sum + page.collectionCount, 0)) },
  ],
  traces(context) {
    const points = context.pages.flatMap((page) =>
      within(page.collections, context).map(({ at }) => ({ x: at - context.origin, y: 1 })),
    );
    return [{ kind: 'stems', color: 'collection', points: stems(points) }];
  },
  axis: () => ({ min: 0, max: 1, ticks: [] }),
  at: () => null,
};
