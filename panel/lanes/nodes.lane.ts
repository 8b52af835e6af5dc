import { roundAxis } from '../charts/scale.ts';
import { en } from '../strings/en.ts';
import { formatCount } from '../strings/format.ts';
import { extent, type Lane, lineOf, sourceAt } from './lane.ts';

const text = en.lanes;

/** Elements in the document. */
export const nodesLane: Lane = {
  id: 'nodes',
  title: text.nodes,
  size: 'small',
  label: null,
  values({ pages }) {
    const nodes = pages.at(-1)?.nodes.last ?? null;
    return [{ id: 'nodes', text: nodes === null ? text.noData : formatCount(nodes) }];
  },
  traces: (context) => [{ kind: 'line', color: 'muted', points: lineOf(context.pages, (page) => page.nodes, context) }],
  axis(traces) {
    const [low, high] = extent(traces);
    return roundAxis(Math.max(0, low), Math.max(1, high), 2);
  },
  at({ pages }, moment) {
    const nodes = sourceAt(pages, moment)?.nodes.valueAt(moment) ?? null;
    return nodes === null ? null : formatCount(nodes);
  },
};
