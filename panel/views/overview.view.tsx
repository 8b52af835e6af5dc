import { overviewLanes } from '../lanes/index.ts';
import { Timeline } from '../lanes/timeline.tsx';
import { en } from '../strings/en.ts';
import { lazily } from './lazy.tsx';
import { CacheCard } from './overview/cache-card.tsx';
import { FrameCard } from './overview/frame-card.tsx';
import { PageCard } from './overview/page-card.tsx';
import { PairCard } from './overview/pair-card.tsx';
import { RenderCard } from './overview/render-card.tsx';
import { ServerCard } from './overview/server-card.tsx';
import { SlowRenderTable } from './overview/slow-render-table.tsx';
import type { View, ViewProps } from './view.ts';

/** There are requests to show only where a server is paired. */
const RequestCard = lazily(async () => (await import('./overview/request-card.tsx')).RequestCard);

/** The answer first, then the timeline that it comes from, then the slowest renders. */
function Overview({ panel }: ViewProps) {
  return (
    <div class="stack">
      <div class="cards">
        <PageCard panel={panel} />
        <RenderCard panel={panel} />
        <ServerCard panel={panel} />
        <CacheCard panel={panel} />
        <PairCard panel={panel} />
      </div>
      <Timeline panel={panel} lanes={overviewLanes} />
      <RequestCard panel={panel} />
      <div class="columns">
        <SlowRenderTable panel={panel} />
        <FrameCard panel={panel} />
      </div>
    </div>
  );
}

export const overviewView: View = {
  id: 'overview',
  title: en.views.overview,
  icon: 'M2 9h3l2-6 3 10 2-4h2',
  component: Overview,
};
